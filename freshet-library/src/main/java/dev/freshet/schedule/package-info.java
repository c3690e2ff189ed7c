// SPDX-License-Identifier: Apache-2.0
/**
 * When jobs fire, and the ledger that accounts for every tick.
 *
 * <p>Each node evaluates schedules: {@code TickEvaluator} wakes at the next due moment, locks the jobs that are due
 * ({@code SKIP LOCKED}, so that nodes share the work), lets {@code TickPolicy} decide what becomes of each tick, and
 * writes ledger rows, runs and the job's new place in its schedule in one transaction.
 *
 * <p>Invariants: every tick since the schedule was deployed has exactly one row in {@code freshet.tick}
 * ({@code UNIQUE (job, scheduled_for)}), whatever any node believes about the time or about other nodes; a tick that
 * did not get a run of its own says why.
 *
 * <p>A tick is <em>missed</em> when nobody evaluated it within {@link dev.freshet.schedule.TickPolicy#GRACE} of its
 * moment: then the catch-up policy decides. A tick on time meets the overlap policy.
 */
@NullMarked
package dev.freshet.schedule;

import org.jspecify.annotations.NullMarked;
