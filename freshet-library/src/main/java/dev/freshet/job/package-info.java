// SPDX-License-Identifier: Apache-2.0
/**
 * Jobs and their runs: queue, claim, run, control, retry, rescue.
 *
 * <pre>
 *             claim                     work ends
 *   queued ----------> running ------------------------> succeeded | failed
 *     ^ |                | | \-- stop asked -> stopping --> stopped (at a checkpoint) | succeeded | failed
 *     | |                | |
 *     | +- stop ---------|-|----------------------------> stopped
 *     | +- cancel -------+-|- cancel, proved -----------> cancelled
 *     +--------------------+- another attempt: after an error worth it, or because the node died or leaves
 *                          \- node died or left, no attempt left -> lost
 * </pre>
 *
 * <p>Invariants: a transition is one guarded {@code UPDATE} (a trigger refuses every other); an exclusive job has at
 * most one running run (a unique index); an attempt's id is the fencing token of everything it writes; the session that
 * works for a run holds the run's advisory lock, and a run is closed as cancelled or lost only when no session holds it
 * any more; what somebody asked to stop or cancel is not tried again. An ended run never moves: resume, restart and retry
 * queue a new one, linked to it, and two requests at once queue one.
 *
 * <p>Read first: {@code RunStore} (the SQL), {@code RunResumption} (stop and resume), then {@code RunClaimer}, {@code RunExecution}, {@code RunRescuer}.
 */
@NullMarked
package dev.freshet.job;

import org.jspecify.annotations.NullMarked;
