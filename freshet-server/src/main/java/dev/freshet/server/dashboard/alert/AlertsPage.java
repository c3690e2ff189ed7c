// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.alert;

import dev.freshet.Freshet;
import dev.freshet.alert.Delivery;
import dev.freshet.alert.Silence;
import dev.freshet.definition.Durations;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.server.api.alert.AlertKinds;
import dev.freshet.server.dashboard.Acted;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.Viewer;
import dev.freshet.server.text.Human;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** {@code /alerts} */
@Controller
@RequestMapping("/alerts")
class AlertsPage {

    private final Pages pages;
    private final AlertReader alerts;
    private final Freshet freshet;

    AlertsPage(Pages pages, AlertReader alerts, Freshet freshet) {
        this.pages = pages;
        this.alerts = alerts;
        this.freshet = freshet;
    }

    @GetMapping
    View show(Viewer viewer) {
        return pages.show(
                viewer,
                new Page(
                        Section.ALERTS,
                        "Alerts",
                        "alert/alerts.jte",
                        Set.of(Topic.ALERTS, Topic.DEFINITIONS),
                        alerts::read));
    }

    @PostMapping("/silences")
    ResponseEntity<Void> silence(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String subject,
            @RequestParam(name = "for", defaultValue = "2h") String time,
            @RequestParam @Nullable String reason,
            Viewer viewer) {
        Duration lasting = Durations.find(time)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.INVALID_ARGUMENT, "\"" + time + "\" is no duration; expected 30m, 2h or 1d"));
        Instant until = freshet.clock().instant().plus(lasting);
        String why = reason == null || reason.isBlank() ? null : reason.strip();
        Silence begun = freshet.alerts().control().silence(AlertKinds.find(kind), subject, until, why, viewer.actor());
        return Acted.said("Alerts about " + begun.subject() + " are silenced for " + Human.duration(lasting));
    }

    @PostMapping("/silences/{id}/end")
    ResponseEntity<Void> end(@PathVariable long id, Viewer viewer) {
        Silence ended = freshet.alerts().control().unsilence(id, viewer.actor());
        return Acted.said("The silence about " + ended.subject() + " is over; what is still open is told");
    }

    @PostMapping("/channels/{name}/test")
    ResponseEntity<Void> test(@PathVariable String name, Viewer viewer) {
        List<Delivery> tried = freshet.alerts().control().test(name, viewer.actor());
        List<String> faults = tried.stream()
                .filter(delivery -> delivery.deliveredAt() == null)
                .map(delivery -> String.valueOf(delivery.error()))
                .toList();
        return Acted.said(
                faults.isEmpty()
                        ? "Channel " + name + " took " + Human.count(tried.size(), "test")
                        : "Channel " + name + " did not take the test: " + String.join("; ", faults));
    }
}
