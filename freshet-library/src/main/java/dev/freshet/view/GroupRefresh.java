// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.JobSpec;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The refresh of several views by one attempt: each after those of them it reads, as many at once as allowed.
 *
 * <p>A view that fails stops no other. Not even those that read it: their other sources may have changed, so they are
 * refreshed and the log says what they now lack.
 */
final class GroupRefresh {

    private final JobSpec.Refresh spec;
    private final RunContext context;
    private final RefreshOrder order;
    private final Function<String, ViewOutcome> refreshes;
    private final Map<String, RunError> failures = new LinkedHashMap<>();
    private final Map<String, Future<Result>> running = new LinkedHashMap<>();
    private final Set<String> ended = new LinkedHashSet<>();
    private final Set<String> waiting;

    /**
     * Prepares the refresh of a group.
     *
     * @param done views that need not be refreshed again
     * @param refreshes refreshes one view, by its name
     */
    GroupRefresh(
            JobSpec.Refresh spec,
            RunContext context,
            RefreshOrder order,
            Set<String> done,
            Function<String, ViewOutcome> refreshes) {
        this.spec = spec;
        this.context = context;
        this.order = order;
        this.refreshes = refreshes;
        this.waiting = new LinkedHashSet<>(order.views());
        this.waiting.removeAll(done);
        this.ended.addAll(done);
    }

    /** Refreshes them all and answers what went wrong, by view; throws what must end the attempt at once. */
    Map<String, RunError> run() {
        // Platform threads: an interrupt closes the socket under a virtual one, and PostgreSQL would not hear of it.
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.max(1, spec.parallel()),
                Thread.ofPlatform()
                        .daemon()
                        .name("refresh-" + context.run().id() + "-", 1)
                        .factory());
        try {
            CompletionService<Result> completions = new ExecutorCompletionService<>(threads);
            while (!running.isEmpty() || hasMore()) {
                submitReady(completions);
                if (!running.isEmpty()) {
                    end(completions.take().get());
                }
            }
            return failures;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while views were being refreshed");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            // Wakes those that wait between two tries; those inside PostgreSQL end with their statement.
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    /** The views that were not begun, because the run was asked to stop between two of them. */
    Set<String> left() {
        return Set.copyOf(waiting);
    }

    private boolean hasMore() {
        return !waiting.isEmpty() && !context.isStopRequested();
    }

    private void submitReady(CompletionService<Result> completions) {
        for (String view : List.copyOf(waiting)) {
            if (running.size() < spec.parallel() && isReady(view) && hasMore()) {
                waiting.remove(view);
                context.progress(ended.size(), spec.views().size(), view);
                warnOfFailedSources(view);
                running.put(view, completions.submit(() -> refresh(view)));
            }
        }
    }

    /** Ready when all it reads has ended; in a cycle, where nothing ever would be, when nothing else runs. */
    private boolean isReady(String view) {
        boolean stuck =
                running.isEmpty() && waiting.stream().noneMatch(other -> ended.containsAll(order.before(other)));
        return ended.containsAll(order.before(view)) || stuck;
    }

    private Result refresh(String view) {
        ViewOutcome outcome = refreshes.apply(view);
        return switch (outcome) {
            case ViewOutcome.Failed failed -> new Result(view, failed.error());
            case ViewOutcome.Refreshed refreshed -> new Result(view, null);
            case ViewOutcome.Skipped skipped -> new Result(view, null);
        };
    }

    private void end(Result result) {
        running.remove(result.view());
        ended.add(result.view());
        if (result.error() != null) {
            failures.put(result.view(), result.error());
        }
        context.progress(ended.size(), spec.views().size(), result.view());
    }

    private void warnOfFailedSources(String view) {
        String failed =
                order.before(view).stream().filter(failures::containsKey).collect(Collectors.joining(", "));
        if (!failed.isEmpty()) {
            context.log()
                    .warn("%s reads %s, whose refresh failed: it will show the older data of that"
                            .formatted(view, failed));
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

    private record Result(String view, @Nullable RunError error) {}
}
