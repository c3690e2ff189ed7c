// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.job.LogContext;
import dev.freshet.job.RunContext;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The threads that work on a run's items, each with a session of its own. */
final class ItemCrew {

    private final RunContext context;
    private final ItemStore store;
    private final ItemList list;
    private final ItemQueue queue;
    private final ItemWorker worker;

    ItemCrew(RunContext context, ItemStore store, ItemList list, ItemQueue queue, ItemWorker worker) {
        this.context = context;
        this.store = store;
        this.list = list;
        this.queue = queue;
        this.worker = worker;
    }

    /** Works until nothing is handed out any more; throws what must end the attempt. */
    void work(int concurrency) {
        int hands = (int) Math.max(1, Math.min(concurrency, list.read()));
        List<Session> sessions = sessions(hands);
        // Platform threads: an interrupt closes the socket under a virtual one, and PostgreSQL would not hear of it.
        ExecutorService threads = Executors.newFixedThreadPool(
                sessions.size(),
                Thread.ofPlatform()
                        .daemon()
                        .name("items-" + context.run().id() + "-", 1)
                        .factory());
        try {
            CompletionService<Object> completions = new ExecutorCompletionService<>(threads);
            sessions.forEach(session -> completions.submit(() -> work(session), session));
            for (int i = 0; i < sessions.size(); i++) {
                await(completions.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while items were worked on");
        } finally {
            queue.close();
            // Wakes those that wait between two tries; those inside PostgreSQL end with their statement.
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    /** The run's own session and more of them; as many as there are connections for. */
    private List<Session> sessions(int hands) {
        List<Session> sessions = new ArrayList<>();
        sessions.add(context.session());
        while (sessions.size() < hands) {
            try {
                sessions.add(context.openSession());
            } catch (DatabaseException e) {
                context.log()
                        .warn("Works on " + sessions.size() + " items at once instead of " + hands
                                + ": there is no connection for more (" + e.getMessage() + ")");
                return sessions;
            }
        }
        return sessions;
    }

    private void work(Session session) {
        try (LogContext logs = LogContext.of(context)) {
            ItemTry tries = new ItemTry(context, store, list, queue, worker, session);
            Optional<Item> item = queue.next();
            while (item.isPresent() && !Thread.currentThread().isInterrupted()) {
                tries.carryOut(item.get());
                item = queue.next();
            }
        }
    }

    private void await(Future<?> ended) throws InterruptedException {
        try {
            ended.get();
        } catch (ExecutionException e) {
            queue.close();
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
