// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

/** What the ledger says of the ticks of a job that runs in the shadow of another scheduler. */
final class Shadow {

    private Shadow() {}

    /** What would have become of the tick, as far as can be told: runs that never were overlap with nothing. */
    static String told(TickDecision decision) {
        return switch (decision) {
            case TickDecision.Fire fire -> "would have fired" + (fire.reason() == null ? "" : ": " + fire.reason());
            case TickDecision.FireInstead instead ->
                "would have fired, and cancelled run " + instead.cancelRunId() + " for it";
            case TickDecision.MergeInto merge -> "would have been " + merge.reason();
            case TickDecision.MergeIntoNewest merge -> "would have been merged: " + merge.reason();
            case TickDecision.Skip skip -> "would have been skipped: " + skip.reason();
        };
    }
}
