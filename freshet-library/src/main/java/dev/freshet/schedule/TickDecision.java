// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.cron.Tick;
import org.jspecify.annotations.Nullable;

/** What shall become of a tick. */
sealed interface TickDecision {

    Tick tick();

    /** A run of its own; {@code reason} tells what is special about it, if anything. */
    record Fire(Tick tick, @Nullable String reason) implements TickDecision {}

    /** A run of its own, after the running one has been cancelled for it. */
    record FireInstead(Tick tick, long cancelRunId) implements TickDecision {}

    /** The queued run answers for it; a held one is released. */
    record MergeInto(Tick tick, long runId, boolean release, String reason) implements TickDecision {}

    /** The run that another tick of this evaluation fires answers for it. */
    record MergeIntoNewest(Tick tick, String reason) implements TickDecision {}

    record Skip(Tick tick, String reason) implements TickDecision {}
}
