// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.Freshet;
import dev.freshet.definition.Durations;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.Trigger;
import dev.freshet.server.dashboard.Acted;
import dev.freshet.server.dashboard.Missing;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.Viewer;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
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

/** {@code /jobs/settle-payments}, and what can be done to a job. */
@Controller
@RequestMapping("/jobs/{job}")
class JobPage {

    private final Pages pages;
    private final JobReader jobs;
    private final Freshet freshet;

    JobPage(Pages pages, JobReader jobs, Freshet freshet) {
        this.pages = pages;
        this.jobs = jobs;
        this.freshet = freshet;
    }

    @GetMapping
    View show(@PathVariable String job, Viewer viewer, HttpServletResponse response) {
        if (jobs.find(job) == null) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return pages.show(viewer, missing(job));
        }
        return pages.show(
                viewer,
                new Page(
                        Section.JOBS,
                        job,
                        "job/job.jte",
                        Set.of(Topic.RUNS, Topic.DEFINITIONS, Topic.BACKFILLS),
                        reader -> jobs.read(job, reader)));
    }

    @PostMapping("/run")
    ResponseEntity<Void> run(@PathVariable String job, @RequestParam @Nullable String parameters, Viewer viewer) {
        long id = freshet.control().runNow(job, RunParameters.parse(parameters), Trigger.MANUAL, viewer.actor(), null);
        return Acted.said("Run " + id + " is queued", "Watch it", "/runs/" + id);
    }

    @PostMapping("/pause")
    ResponseEntity<Void> pause(
            @PathVariable String job,
            @RequestParam @Nullable String reason,
            @RequestParam(name = "for") @Nullable String time,
            Viewer viewer) {
        Instant until = time == null || time.isBlank()
                ? null
                : freshet.clock().instant().plus(duration(time));
        freshet.control().pause(job, viewer.actor(), text(reason), until);
        return Acted.said(job + " is paused; its ticks are skipped until it is resumed");
    }

    @PostMapping("/resume")
    ResponseEntity<Void> resume(@PathVariable String job, @RequestParam @Nullable String reason, Viewer viewer) {
        freshet.control().resume(job, viewer.actor(), text(reason));
        return Acted.said(job + " goes on");
    }

    private static Duration duration(String text) {
        return Durations.find(text)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.INVALID_ARGUMENT, "\"" + text + "\" is no duration; expected 30m, 2h or 1d"));
    }

    private static @Nullable String text(@Nullable String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    private Page missing(String job) {
        return new Page(Section.JOBS, "No job " + job, "ui/missing.jte", Set.of(Topic.DEFINITIONS), reader -> {
            String meant = jobs.meant(job);
            return new Missing(
                    "There is no job “" + job + "”",
                    "Nothing of that name is in force; it may have been renamed or removed by a deployment.",
                    meant,
                    meant == null ? null : "/jobs/" + meant,
                    "All jobs",
                    "/jobs");
        });
    }
}
