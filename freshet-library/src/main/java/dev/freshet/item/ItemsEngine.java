// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.LogLevel;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.job.RunOutcome;
import dev.freshet.postgres.Database;

/**
 * Carries out a run that consists of items: lists them once, then works on those that wait, several at once.
 *
 * <p>A further attempt, or a run that goes on with another one's items, lists nothing: it works on what waits. So a handler
 * of any job type calls {@link #run} and needs nothing else. Thread-safe.
 */
public final class ItemsEngine {

    private final Database database;
    private final ItemStore store = new ItemStore();

    /**
     * Creates the engine.
     *
     * @param database where the lists of items are
     */
    public ItemsEngine(Database database) {
        this.database = database;
    }

    /**
     * Works on every item of the run.
     *
     * @param select yields a row for each item: {@code key}, unique and not null, and {@code payload}; without a column of
     *     that name the other columns are it. Takes {@code :logical_time}, {@code :run_id} and the run's parameters
     * @param concurrency how many items are worked on at once; fewer where no connection is free
     * @param failFast whether the first failed item ends the run, after those in hand
     * @param worker does the work of one item in its transaction
     * @return succeeded when every item is done or dismissed; stopped when somebody asked and items wait; otherwise failed,
     *     not to be tried again as a whole
     */
    public RunOutcome run(RunContext context, String select, int concurrency, boolean failFast, ItemWorker worker) {
        ItemList list = list(context, select);
        ItemQueue queue = new ItemQueue(database, store, context, list, failFast);
        report(context, queue.counts());
        new ItemCrew(context, store, list, queue, worker).work(concurrency);
        return outcome(context, queue);
    }

    private ItemList list(RunContext context, String select) {
        Long of = context.run().itemRunId();
        if (of == null) {
            return new ItemListing(store).list(context, select);
        }
        return database.call(session -> store.findList(session, of))
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.RUN_NOT_FOUND,
                        "The items of run " + of + " are not kept any more. Restart the job to list them anew."));
    }

    private static void report(RunContext context, ItemCounts counts) {
        if (counts.done() > 0 || counts.failed() > 0) {
            context.log()
                    .info("Goes on with " + Words.number(counts.waiting()) + " of " + Words.items(counts.read()) + ": "
                            + Words.number(counts.done()) + " are done");
        }
        context.progress(counts.ended(), counts.read(), null);
    }

    private RunOutcome outcome(RunContext context, ItemQueue queue) {
        ItemCounts counts = queue.counts();
        context.progress(counts.ended(), counts.read(), null);
        context.log().log(
                counts.failed() > 0 ? LogLevel.WARN : LogLevel.INFO,
                "%s: %s done, %s failed, %s dismissed, %s waiting"
                        .formatted(
                                Words.items(counts.read()),
                                Words.number(counts.done()),
                                Words.number(counts.failed()),
                                Words.number(counts.dismissed()),
                                Words.number(counts.waiting())));
        if (context.isStopRequested() && counts.waiting() > 0) {
            return new RunOutcome.Stopped();
        }
        if (counts.failed() == 0 && counts.waiting() == 0) {
            return new RunOutcome.Succeeded(counts.done(), false);
        }
        return RunOutcome.Failed.forGood(failure(context, counts));
    }

    private static RunError failure(RunContext context, ItemCounts counts) {
        String message = Words.number(counts.failed()) + " of " + Words.items(counts.read()) + " failed"
                + (counts.waiting() > 0 ? "; " + Words.number(counts.waiting()) + " wait, since fail-fast is set" : "");
        return RunError.of(
                message,
                "-- look at them, mend the cause or their payloads, then send them through again\n"
                        + "freshet items " + context.run().id() + " --state failed\n"
                        + "freshet items reinject " + context.run().id());
    }
}
