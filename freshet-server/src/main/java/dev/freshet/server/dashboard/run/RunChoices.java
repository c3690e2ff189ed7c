// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.job.RunStopStore;
import dev.freshet.postgres.Session;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can do to a run as it stands, beside cancelling it.
 *
 * @param stop end it at its next checkpoint
 * @param resume go on where it left off
 * @param retryItems send its failed items through again
 * @param restart do its work from the start, where that is not all that can be done
 * @param again do its work again, where nothing else can be done
 * @param resumedBy the run that goes on with it, or null
 */
public record RunChoices(
        boolean stop,
        boolean resume,
        boolean retryItems,
        boolean restart,
        boolean again,
        @Nullable Long resumedBy) {

    private static final RunStopStore STOPS = new RunStopStore();

    static RunChoices of(Session session, Run run, @Nullable Job job, @Nullable RunItemsShown items) {
        if (run.state().isActive()) {
            boolean stop = job != null
                    && job.definition().spec().stopsAtCheckpoints()
                    && run.state() != RunState.STOPPING
                    && run.cancelRequestedAt() == null;
            return new RunChoices(stop, false, false, false, false, null);
        }
        Long resumedBy = STOPS.findResuming(session, run.id()).orElse(null);
        if (job == null) {
            return new RunChoices(false, false, false, false, false, resumedBy);
        }
        // What asks goes on when somebody approves it, not by another way.
        boolean free = !run.awaitsApproval() && (items == null || items.working() == null);
        boolean left = items != null ? items.counts().waiting() > 0 : leftOff(session, run);
        boolean resume = free && left && resumedBy == null;
        boolean failed = free && items != null && items.counts().failed() > 0;
        boolean more = resume || failed;
        return new RunChoices(false, resume, failed, more || items != null, !more && items == null, resumedBy);
    }

    private static boolean leftOff(Session session, Run run) {
        return run.state() == RunState.STOPPED
                || (run.state() != RunState.SUCCEEDED && STOPS.hasCheckpoint(session, run.id()));
    }
}
