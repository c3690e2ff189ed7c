// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Wakeups;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import dev.freshet.postgres.StorableText;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How far an attempt has come: told by the work at any rate, written by the node's pulse. Any thread may call it. */
final class AttemptProgress {

    private final RunStore store;
    private final long runId;
    private final long attemptId;
    private final AtomicReference<@Nullable Step> unwritten = new AtomicReference<>();
    private final Object writing = new Object();

    AttemptProgress(RunStore store, long runId, long attemptId) {
        this.store = store;
        this.runId = runId;
        this.attemptId = attemptId;
    }

    void tell(long done, long total, @Nullable String note) {
        unwritten.set(new Step(done, total, StorableText.ofNullable(note)));
    }

    boolean hasNews() {
        return unwritten.get() != null;
    }

    /**
     * Writes the progress if it changed since the last time. One at a time: a pulse that is slow must not write an earlier
     * one after the end has written the last.
     */
    void flush(Session session) {
        synchronized (writing) {
            Step last = unwritten.get();
            if (last != null) {
                write(session, last);
                Wakeups.send(session, Wakeups.PROGRESS + runId);
                // What was reported meanwhile stays to be written; so does all of it where the transaction fails.
                session.afterCommit(() -> unwritten.compareAndSet(last, null));
            }
        }
    }

    private void write(Session session, Step step) {
        try {
            store.progress(session, runId, attemptId, step.done, step.total, step.note);
        } catch (DatabaseException e) {
            if (e.error().isOfData()) {
                // It never will be written, and must not keep what comes after it from that.
                unwritten.compareAndSet(step, null);
            }
            throw e;
        }
    }

    private record Step(long done, long total, @Nullable String note) {}
}
