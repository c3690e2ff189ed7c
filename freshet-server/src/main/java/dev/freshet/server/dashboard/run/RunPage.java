// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.Freshet;
import dev.freshet.job.Run;
import dev.freshet.server.dashboard.Acted;
import dev.freshet.server.dashboard.Missing;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.Viewer;
import jakarta.servlet.http.HttpServletResponse;
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

/** {@code /runs/17}, and what can be done to a run. */
@Controller
@RequestMapping("/runs/{id:[0-9]+}")
class RunPage {

    private final Pages pages;
    private final RunReader runs;
    private final Freshet freshet;

    RunPage(Pages pages, RunReader runs, Freshet freshet) {
        this.pages = pages;
        this.runs = runs;
        this.freshet = freshet;
    }

    @GetMapping
    View show(@PathVariable long id, Viewer viewer, HttpServletResponse response) {
        Run run = runs.find(id);
        if (run == null) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return pages.show(viewer, missing(id));
        }
        // That a run starts is told of all runs together.
        Set<Topic> topics = run.state().isActive() ? Set.of(Topic.run(id), Topic.RUNS) : Set.of(Topic.run(id));
        return pages.show(
                viewer,
                new Page(
                        Section.RUNS,
                        "Run " + id + " of " + run.job(),
                        "run/run.jte",
                        topics,
                        reader -> runs.read(id, reader)));
    }

    @PostMapping("/cancel")
    ResponseEntity<Void> cancel(@PathVariable long id, @RequestParam @Nullable String reason, Viewer viewer) {
        freshet.control().cancel(id, viewer.actor(), text(reason));
        Run run = runs.find(id);
        boolean ended = run != null && !run.state().isActive();
        return Acted.said(
                ended
                        ? "Run " + id + " is cancelled"
                        : "Run " + id + " is being cancelled; it ends when its backend is gone");
    }

    @PostMapping("/stop")
    ResponseEntity<Void> stop(@PathVariable long id, @RequestParam @Nullable String reason, Viewer viewer) {
        freshet.control().stop(id, viewer.actor(), text(reason));
        Run run = runs.find(id);
        boolean ended = run != null && !run.state().isActive();
        return Acted.said(ended ? "Run " + id + " is stopped" : "Run " + id + " stops at its next checkpoint");
    }

    @PostMapping("/resume")
    ResponseEntity<Void> resume(@PathVariable long id, @RequestParam @Nullable String reason, Viewer viewer) {
        return queued(freshet.control().resumeRun(id, viewer.actor(), text(reason)));
    }

    @PostMapping("/restart")
    ResponseEntity<Void> restart(@PathVariable long id, @RequestParam @Nullable String reason, Viewer viewer) {
        return queued(freshet.control().restart(id, viewer.actor(), text(reason)));
    }

    @PostMapping("/retry")
    ResponseEntity<Void> retry(@PathVariable long id, @RequestParam @Nullable String reason, Viewer viewer) {
        return queued(freshet.control().retry(id, viewer.actor(), text(reason)));
    }

    private static ResponseEntity<Void> queued(long run) {
        return Acted.said("Run " + run + " is queued", "Watch it", "/runs/" + run);
    }

    private static @Nullable String text(@Nullable String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    @PostMapping("/approve")
    ResponseEntity<Void> approve(@PathVariable long id, @RequestParam @Nullable String reason, Viewer viewer) {
        long run = freshet.approvals().approve(id, viewer.actor(), text(reason));
        return Acted.said("Run " + run + " does the work", "Watch it", "/runs/" + run);
    }

    @PostMapping("/reject")
    ResponseEntity<Void> reject(@PathVariable long id, @RequestParam @Nullable String reason, Viewer viewer) {
        freshet.approvals().reject(id, viewer.actor(), text(reason));
        return Acted.said("Run " + id + " is rejected; nothing was changed");
    }

    static Page missing(long id) {
        return new Page(
                Section.RUNS,
                "No run " + id,
                "ui/missing.jte",
                Set.of(),
                reader -> new Missing(
                        "There is no run " + id,
                        "It may have been pruned: a run is kept as long as retention says in freshet.yaml.",
                        null,
                        null,
                        "All runs",
                        "/runs"));
    }
}
