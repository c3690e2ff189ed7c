// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.backfill;

import dev.freshet.Freshet;
import dev.freshet.server.dashboard.Acted;
import dev.freshet.server.dashboard.Missing;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.Viewer;
import jakarta.servlet.http.HttpServletResponse;
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

/** {@code /backfills/7}, and what can be done to it. */
@Controller
@RequestMapping("/backfills/{id}")
class BackfillPage {

    private final Pages pages;
    private final BackfillReader backfills;
    private final Freshet freshet;

    BackfillPage(Pages pages, BackfillReader backfills, Freshet freshet) {
        this.pages = pages;
        this.backfills = backfills;
        this.freshet = freshet;
    }

    @GetMapping
    View show(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "0") int after,
            Viewer viewer,
            HttpServletResponse response) {
        if (backfills.find(id) == null) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return pages.show(viewer, missing(id));
        }
        return pages.show(
                viewer,
                new Page(
                        Section.BACKFILLS,
                        "Backfill " + id,
                        "backfill/backfill.jte",
                        Set.of(Topic.BACKFILLS),
                        reader -> backfills.read(id, state, after)));
    }

    @PostMapping("/stop")
    ResponseEntity<Void> stop(@PathVariable long id, @RequestParam @Nullable String reason, Viewer viewer) {
        freshet.backfills().control().stop(id, viewer.actor(), text(reason));
        return Acted.said("Backfill " + id + " begins no further slice; those that run go on");
    }

    @PostMapping("/resume")
    ResponseEntity<Void> resume(@PathVariable long id, @RequestParam @Nullable String reason, Viewer viewer) {
        freshet.backfills().control().resume(id, viewer.actor(), text(reason));
        return Acted.said("Backfill " + id + " goes on");
    }

    @PostMapping("/cancel")
    ResponseEntity<Void> cancel(@PathVariable long id, @RequestParam @Nullable String reason, Viewer viewer) {
        freshet.backfills().control().cancel(id, viewer.actor(), text(reason));
        return Acted.said("Backfill " + id + " is cancelled");
    }

    @PostMapping("/retry")
    ResponseEntity<Void> retry(
            @PathVariable long id,
            @RequestParam @Nullable Integer slice,
            @RequestParam @Nullable String reason,
            Viewer viewer) {
        List<Integer> numbers = slice == null ? null : List.of(slice);
        int retried = freshet.backfills().control().retry(id, numbers, viewer.actor(), text(reason));
        return Acted.said(retried == 1 ? "A slice runs again" : retried + " slices run again");
    }

    private static @Nullable String text(@Nullable String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    private static Page missing(long id) {
        return new Page(
                Section.BACKFILLS,
                "No backfill " + id,
                "ui/missing.jte",
                Set.of(Topic.BACKFILLS),
                reader -> new Missing(
                        "There is no backfill " + id,
                        "Nobody has started one of that number here.",
                        null,
                        null,
                        "All backfills",
                        "/backfills"));
    }
}
