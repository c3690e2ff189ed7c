// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

/**
 * Does the work of one job type.
 *
 * <p>Called on a thread of its own, once for each attempt. An exception is a failed attempt; a {@link RunOutcome} says
 * what is expected. When the run is cancelled, the session's statement fails with SQLSTATE 57014 or 57P01 and the thread
 * is interrupted: let both pass through.
 */
@FunctionalInterface
public interface JobHandler {

    RunOutcome run(RunContext context);
}
