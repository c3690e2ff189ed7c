// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.overview;

import dev.freshet.freshness.CauseKind;
import dev.freshet.freshness.Freshness;
import dev.freshet.freshness.FreshnessStatus;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunError;
import dev.freshet.job.RunState;
import dev.freshet.server.dashboard.overview.Attention.Remedy;
import dev.freshet.server.dashboard.ui.Sign;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what somebody should look at: breaches, runs that failed or were lost, pauses that somebody forgot. */
final class AttentionList {

    private final List<Freshness> freshness;
    private final List<Job> jobs;
    private final Map<String, Run> latest;

    AttentionList(List<Freshness> freshness, List<Job> jobs, Map<String, Run> latest) {
        this.freshness = freshness;
        this.jobs = jobs;
        this.latest = latest;
    }

    List<Attention> list() {
        List<Attention> found = new ArrayList<>();
        Set<String> told = freshness.stream()
                .filter(view -> view.status() == FreshnessStatus.BREACHED || view.status() == FreshnessStatus.LATE)
                .peek(view -> found.add(overdue(view)))
                .map(Freshness::name)
                .collect(Collectors.toSet());
        // One line tells it all: a paused job that failed before is paused.
        Set<String> paused =
                jobs.stream().filter(job -> job.pause() != null).map(Job::name).collect(Collectors.toSet());
        jobs.stream()
                .map(job -> latest.get(job.name()))
                .filter(run -> run != null && (run.state() == RunState.FAILED || run.state() == RunState.LOST))
                .filter(run -> !told.contains(run.job()) && !paused.contains(run.job()))
                .forEach(run -> found.add(failed(run)));
        jobs.stream().filter(job -> job.pause() != null).forEach(job -> found.add(paused(job)));
        return found;
    }

    private static Attention overdue(Freshness view) {
        boolean failing = view.causeKind() == CauseKind.FAILED || view.causeKind() == CauseKind.LOST;
        String page = "/views/" + view.name();
        return new Attention(
                view.status() == FreshnessStatus.BREACHED ? Sign.BREACHED : Sign.LATE,
                view.name(),
                page,
                view.asOf(),
                view.cause(),
                failing ? new Remedy("See why", page, true) : new Remedy("Refresh now", page + "/refresh", false));
    }

    private static Attention failed(Run run) {
        return new Attention(
                Sign.of(run.state()),
                run.job(),
                "/runs/" + run.id(),
                run.endedAt(),
                reason(run.error()),
                new Remedy("Run again", "/jobs/" + run.job() + "/run", false));
    }

    private static Attention paused(Job job) {
        Job.Pause pause = job.pause();
        String by = pause == null ? "" : "by " + pause.by() + (pause.reason() == null ? "" : ": " + pause.reason());
        return new Attention(
                Sign.PAUSED,
                job.name(),
                "/jobs/" + job.name(),
                pause == null ? null : pause.since(),
                "paused " + by,
                new Remedy("Resume", "/jobs/" + job.name() + "/resume", false));
    }

    private static @Nullable String reason(@Nullable RunError error) {
        return error == null ? null : error.message();
    }
}
