// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.audit.AuditEntry;
import dev.freshet.job.Attempt;
import dev.freshet.job.Backend;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.server.dashboard.Page;
import dev.freshet.view.Refresh;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a run shows.
 *
 * @param job null when it is not defined any more
 * @param attempts in order
 * @param fault null when it has no error
 * @param waiting why it has not started, or null when it is not queued
 * @param backends that work for it right now
 * @param retriedBy the newest run that does its work again, or null
 * @param refreshes it made, in order
 * @param acts what people did to it, newest first
 * @param parameters as JSON, or null when there are none
 * @param evidence what it left to judge it by
 * @param choices what can be done to it now
 * @param artifacts files it kept, or null where there are none
 * @param items how its items stand; null where it has none
 */
public record RunDetails(
        Run run,
        @Nullable Job job,
        List<Attempt> attempts,
        @Nullable Fault fault,
        @Nullable WaitReason waiting,
        List<Backend> backends,
        @Nullable Long retriedBy,
        List<Refresh> refreshes,
        List<AuditEntry> acts,
        @Nullable String parameters,
        RunEvidence evidence,
        RunChoices choices,
        @Nullable RunItemsShown items,
        @Nullable RunArtifacts artifacts,
        Instant readAt)
        implements Page.Perishable {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(4);

    /** Whether somebody asked to cancel it and it has not ended yet. */
    public boolean isBeingCancelled() {
        return run.state().isActive() && run.cancelRequestedAt() != null;
    }

    /** Whether it works on without what it needs. */
    public boolean isBlocked() {
        return backends.stream().anyMatch(backend -> !backend.blockers().isEmpty());
    }

    /** Whether it takes longer than it usually does. */
    public boolean isSlow() {
        return run.state().isActive() && run.slowSince() != null;
    }

    /** What it achieves in an hour, by its progress; null where that cannot be told. */
    public @Nullable Double doneInAnHour() {
        Instant started = attempts.isEmpty() ? null : attempts.getLast().startedAt();
        Long done = run.progressDone();
        if (started == null || done == null || done == 0 || run.state() != RunState.RUNNING) {
            return null;
        }
        long millis = Duration.between(started, readAt).toMillis();
        return millis < 1_000 ? null : done * 3_600_000.0 / millis;
    }

    /** How long it has left at that rate; null where that cannot be told. */
    public @Nullable Duration left() {
        Double rate = doneInAnHour();
        Long done = run.progressDone();
        Long total = run.progressTotal();
        if (rate == null || done == null || total == null || total <= done) {
            return null;
        }
        return Duration.ofMillis(Math.round((total - done) * 3_600_000.0 / rate));
    }

    /** What its backends do and wait for changes without a word. */
    @Override
    public @Nullable Instant perishesAt() {
        return run.state().isActive() ? readAt.plus(LOOK_AGAIN) : null;
    }
}
