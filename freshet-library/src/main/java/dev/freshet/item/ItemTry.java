// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.RetryDecision;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on one item after the other in one session, each in a transaction of its own. */
final class ItemTry {

    private static final Logger LOG = LoggerFactory.getLogger(ItemTry.class);

    private final RunContext context;
    private final ItemStore store;
    private final ItemList list;
    private final ItemQueue queue;
    private final ItemWorker worker;
    private final Session session;
    private final RandomGenerator random = RandomGenerator.getDefault();

    ItemTry(RunContext context, ItemStore store, ItemList list, ItemQueue queue, ItemWorker worker, Session session) {
        this.context = context;
        this.store = store;
        this.list = list;
        this.queue = queue;
        this.worker = worker;
        this.session = session;
    }

    /** Brings an item to its end, or throws what ends the attempt; then the item waits as before. */
    void carryOut(Item item) {
        for (int number = 1; ; number++) {
            ItemOutcome outcome = attempt(item);
            switch (outcome) {
                case ItemOutcome.Done done -> {
                    return;
                }
                case ItemOutcome.Failed failed -> {
                    Optional<Duration> again = RetryDecision.decide(
                            context.job().retries(), number, RetryDecision.Cause.ERROR, failed.error(), random);
                    if (again.isEmpty()) {
                        fail(item, failed.error());
                        return;
                    }
                    queue.retried(item, failed.error(), again.get());
                    if (!pause(again.get())) {
                        return;
                    }
                }
            }
        }
    }

    private ItemOutcome attempt(Item item) {
        session.begin();
        try {
            ItemOutcome outcome = worker.work(session, item);
            if (outcome instanceof ItemOutcome.Failed) {
                session.rollback();
                refuseWhenCancelled();
                return outcome;
            }
            if (!store.markDone(session, list, item, context.run().id())) {
                throw new FreshetException(
                        ErrorCode.FENCED,
                        "Item " + item.key() + " of run " + item.runId()
                                + " does not wait any more: somebody else works on the same items. Its work was"
                                + " rolled back.");
            }
            session.commit();
            queue.done();
            return outcome;
        } catch (RuntimeException e) {
            session.rollback();
            return failed(item, e);
        }
    }

    /** What is the item's fault fails the item; what is not ends the attempt. */
    private ItemOutcome failed(Item item, RuntimeException e) {
        refuseWhenCancelled();
        if (e instanceof DatabaseException database && database.error().isConnectionLost()) {
            throw e;
        }
        if (e instanceof FreshetException freshet && freshet.code() == ErrorCode.FENCED) {
            throw e;
        }
        if (!(e instanceof FreshetException)) {
            LOG.warn(
                    "Item {} of run {} failed unexpectedly",
                    item.key(),
                    context.run().id(),
                    e);
        }
        return new ItemOutcome.Failed(RunError.of(e));
    }

    private void refuseWhenCancelled() {
        if (context.isCancelRequested() || Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the run was asked to end while an item was worked on");
        }
    }

    private void fail(Item item, RunError error) {
        session.begin();
        boolean marked = store.markFailed(session, list, item, context.run().id(), error);
        session.commit();
        if (marked) {
            queue.failed(item, error);
        }
    }

    /** Waits before another try; false when the run was asked to end meanwhile, and the item goes on waiting. */
    private boolean pause(Duration wait) {
        long until = System.nanoTime() + wait.toNanos();
        try {
            while (System.nanoTime() < until) {
                if (context.isStopRequested() || context.isCancelRequested()) {
                    return false;
                }
                Thread.sleep(Math.min(100, Math.max(1, (until - System.nanoTime()) / 1_000_000)));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while an item waited for another try");
        }
    }
}
