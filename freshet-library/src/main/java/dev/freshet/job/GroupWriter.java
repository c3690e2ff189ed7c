// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what several threads have to write in one go: whoever comes while nobody writes does so at once, and whoever
 * comes meanwhile waits and is written with all the others that waited.
 *
 * <p>There is no thread and no delay of its own: one of those who wait writes for all of them.
 *
 * @param <E> what is written
 * @param <R> what became of it
 */
final class GroupWriter<E, R> {

    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final int AT_ONCE = 256;

    private final Function<List<E>, List<R>> together;
    private final Queue<Waiting<E, R>> queue = new ArrayDeque<>();
    private boolean writing;

    /** @param together writes all or, when it throws, nothing; answers in the order of what it was given */
    GroupWriter(Function<List<E>, List<R>> together) {
        this.together = together;
    }

    /**
     * Returns once the entry is written, alone or with others.
     *
     * @return empty when what it was written with could not be written: then each is to be tried by itself
     */
    // The yield is for good batches, not for correctness.
    @SuppressWarnings("ThreadPriorityCheck")
    Optional<R> write(E entry) {
        Waiting<E, R> own = new Waiting<>(entry);
        if (!joins(own) && !own.turn.join()) {
            return own.result;
        }
        // Who is about to come, comes now.
        Thread.yield();
        List<Waiting<E, R>> batch = take();
        try {
            write(batch);
        } finally {
            passOn();
            batch.forEach(waiting -> waiting.turn.complete(false));
        }
        return own.result;
    }

    /** Whether it is this one's turn to write at once. */
    private synchronized boolean joins(Waiting<E, R> own) {
        queue.add(own);
        boolean first = !writing;
        writing = true;
        return first;
    }

    private synchronized List<Waiting<E, R>> take() {
        List<Waiting<E, R>> batch = new ArrayList<>();
        while (batch.size() < AT_ONCE && !queue.isEmpty()) {
            batch.add(queue.remove());
        }
        return batch;
    }

    /** Lets the first of those who came meanwhile write. */
    private synchronized void passOn() {
        Waiting<E, R> next = queue.peek();
        writing = next != null;
        if (next != null) {
            next.turn.complete(true);
        }
    }

    private void write(List<Waiting<E, R>> batch) {
        try {
            List<R> results =
                    together.apply(batch.stream().map(waiting -> waiting.entry).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).result = Optional.of(results.get(i));
            }
        } catch (RuntimeException e) {
            LOG.debug("{} writes together failed; each is tried by itself", batch.size(), e);
        }
    }

    private static final class Waiting<E, R> {
        private final E entry;
        /** Completed with true: write for all who wait; with false: it has been written, or failed to be. */
        private final CompletableFuture<Boolean> turn = new CompletableFuture<>();

        private volatile Optional<R> result = Optional.empty();

        Waiting(E entry) {
            this.entry = entry;
        }
    }
}
