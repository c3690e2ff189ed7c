// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.Freshet;
import dev.freshet.schedule.TickOrder;
import dev.freshet.server.Moments;
import dev.freshet.server.dashboard.Acted;
import dev.freshet.server.dashboard.ui.Clock;
import dev.freshet.server.security.Viewer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What can be done to a job's next ticks. */
@Controller
@RequestMapping("/jobs/{job}/ticks/{tick}")
class TicksPage {

    private final Freshet freshet;

    TicksPage(Freshet freshet) {
        this.freshet = freshet;
    }

    @PostMapping("/skip")
    ResponseEntity<Void> skip(
            @PathVariable String job, @PathVariable String tick, @RequestParam @Nullable String reason, Viewer viewer) {
        freshet.tickControl().skip(job, instant(tick), viewer.actor(), text(reason));
        return Acted.said("That tick of " + job + " will be skipped");
    }

    /** The zone is that of the page the moment was typed on. */
    @PostMapping("/move")
    ResponseEntity<Void> move(
            @PathVariable String job,
            @PathVariable String tick,
            @RequestParam String to,
            @RequestParam String zone,
            @RequestParam @Nullable String reason,
            Viewer viewer) {
        ZoneId typedIn = Moments.zone(zone);
        Instant moment = Moments.instant("to", to.strip(), typedIn);
        TickOrder order = freshet.tickControl().move(job, instant(tick), moment, viewer.actor(), text(reason));
        return Acted.said("That tick of " + job + " fires on " + Clock.day(order.dueAt(), typedIn));
    }

    @PostMapping("/restore")
    ResponseEntity<Void> restore(
            @PathVariable String job, @PathVariable String tick, @RequestParam @Nullable String reason, Viewer viewer) {
        freshet.tickControl().restore(job, instant(tick), viewer.actor(), text(reason));
        return Acted.said("That tick of " + job + " is as the schedule has it");
    }

    private static Instant instant(String tick) {
        return Moments.instant("tick", tick, ZoneOffset.UTC);
    }

    private static @Nullable String text(@Nullable String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }
}
