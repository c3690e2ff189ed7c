// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.postgres.Database;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Hands out the items that wait, each once, in order, and keeps count of what became of them. */
final class ItemQueue {

    private static final int PAGE = 500;
    /** Beyond that the log would only repeat what the list of items tells better. */
    private static final int FAILURES_LOGGED = 20;

    private final Database database;
    private final ItemStore store;
    private final RunContext context;
    private final ItemList list;
    private final boolean failFast;
    private final Deque<Item> page = new ArrayDeque<>();
    private final PayloadMask mask;
    private long after;
    private boolean exhausted;
    private boolean closed;
    private long ended;
    private int failures;

    ItemQueue(Database database, ItemStore store, RunContext context, ItemList list, boolean failFast) {
        this.database = database;
        this.store = store;
        this.context = context;
        this.list = list;
        this.failFast = failFast;
        this.mask = new PayloadMask(context.job().evidence().redact());
        this.ended = counts().ended();
    }

    /** The next item to work on; empty when none waits, or none shall be begun any more. */
    synchronized Optional<Item> next() {
        if (closed || context.isStopRequested() || context.isCancelRequested()) {
            return Optional.empty();
        }
        if (page.isEmpty() && !exhausted) {
            List<Item> next = database.call(session -> store.listWaiting(session, list, after, PAGE));
            page.addAll(next);
            exhausted = next.size() < PAGE;
            if (!next.isEmpty()) {
                after = next.getLast().number();
            }
        }
        return Optional.ofNullable(page.poll());
    }

    synchronized void done() {
        context.progress(++ended, list.read(), null);
    }

    void retried(Item item, RunError error, Duration wait) {
        context.log()
                .info("Item " + item.key() + " is tried again in " + wait.toMillis() + " ms: "
                        + mask.text(error.message(), item.payload()));
    }

    synchronized void failed(Item item, RunError error) {
        context.progress(++ended, list.read(), null);
        failures++;
        if (failures <= FAILURES_LOGGED) {
            context.log().warn("Item " + item.key() + " failed: " + mask.text(error.message(), item.payload()));
        } else if (failures == FAILURES_LOGGED + 1) {
            context.log().warn("More items fail; they are listed with their errors under Items");
        }
        if (failFast && !closed) {
            closed = true;
            context.log().warn("fail-fast: no further item is begun");
        }
    }

    /** Hands out nothing any more: the attempt ends. */
    synchronized void close() {
        closed = true;
    }

    ItemCounts counts() {
        return database.call(session -> store.count(session, list.runId()));
    }
}
