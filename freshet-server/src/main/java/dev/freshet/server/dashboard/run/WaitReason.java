// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.cluster.Node;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.job.Trigger;
import dev.freshet.server.text.Human;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a queued run has not started, as the claiming of runs decides it.
 *
 * @param text a sentence
 * @param label of a link to what is in the way, or null
 * @param until when it will be tried at the latest, or null
 */
public record WaitReason(
        String text,
        @Nullable String label,
        @Nullable String link,
        @Nullable Instant until) {

    private static final Duration USUAL_WAIT = Duration.ofSeconds(2);

    /**
     * Of a run that is queued.
     *
     * @param active of the job's runs that have not ended at least the one at work
     * @param nodes those whose lease holds
     * @param working how many runs are carried out at the moment
     */
    static WaitReason of(Run run, @Nullable Job job, List<Run> active, List<Node> nodes, long working, Instant now) {
        if (run.heldBecause() != null) {
            return new WaitReason(
                    "Held because " + run.heldBecause() + ". The job's next tick releases it.", null, null, null);
        }
        if (run.availableAt().isAfter(now) && run.attempt() > 0) {
            return until("Attempt " + run.attempt() + " failed; the next one begins by itself", run.availableAt());
        }
        if (run.availableAt().isAfter(now)) {
            return until("It is not to start before its time", run.availableAt());
        }
        if (job == null) {
            return sentence("Its job is not defined any more, so nobody will start it.");
        }
        Run before = active.stream()
                .filter(other -> other.id() != run.id() && other.state() != RunState.QUEUED)
                .findFirst()
                .orElse(null);
        if (before != null && job.definition().isExclusive()) {
            return new WaitReason(
                    "The job still runs, and its runs do not overlap.",
                    "Run " + before.id(),
                    "/runs/" + before.id(),
                    null);
        }
        boolean asked =
                run.trigger() == Trigger.MANUAL || run.trigger() == Trigger.API || run.trigger() == Trigger.RETRY;
        if (job.pause() != null && !asked) {
            return new WaitReason(
                    "The job is paused.",
                    "See why",
                    "/jobs/" + job.name(),
                    job.pause().until());
        }
        if (nodes.isEmpty()) {
            return sentence("No node of Freshet is alive that could carry it out.");
        }
        if (Duration.between(run.availableAt(), now).compareTo(USUAL_WAIT) < 0) {
            return sentence("It starts in a moment.");
        }
        return sentence("It waits for a free slot: " + Human.count(working, "run") + " at work on "
                + Human.count(nodes.size(), "node") + ".");
    }

    private static WaitReason sentence(String text) {
        return new WaitReason(text, null, null, null);
    }

    private static WaitReason until(String text, Instant until) {
        return new WaitReason(text, null, null, until);
    }
}
