// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Wakeups;
import dev.freshet.event.NodeObserver;
import dev.freshet.postgres.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Watches what runs on this node: who waits for a lock, and what takes longer than usual. Used by one thread. */
final class RunWatch {

    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Shorter runs are never called slow, and cost no look at what is usual. */
    private static final long FROM_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Database database;
    private final NodeObserver observer;
    private final CostStore costs = new CostStore();
    private final RunEvidenceStore store = new RunEvidenceStore();
    private long lastLook = System.nanoTime();

    RunWatch(Database database, NodeObserver observer) {
        this.database = database;
        this.observer = observer;
    }

    /** Looks at most once a second. */
    void look(Collection<RunExecution> running) {
        long now = System.nanoTime();
        long since = now - lastLook;
        if (since < EVERY_NANOS) {
            return;
        }
        lastLook = now;
        List<RunExecution> lasting = running.stream()
                .filter(execution -> execution.ageNanos() > FROM_NANOS / 2)
                .toList();
        if (!lasting.isEmpty()) {
            sampleWaits(lasting, Duration.ofNanos(Math.min(since, 2 * EVERY_NANOS)));
            lasting.forEach(this::flagWhenSlow);
        }
    }

    private void sampleWaits(List<RunExecution> running, Duration sinceLast) {
        Map<Long, RunExecution> byKey = running.stream()
                .collect(Collectors.toMap(
                        execution -> (long) dev.freshet.postgres.AdvisoryLock.key(execution.attemptId()),
                        Function.identity(),
                        (one, other) -> one));
        List<Long> attempts = running.stream().map(RunExecution::attemptId).toList();
        for (CostStore.Waiting waiting : database.call(session -> costs.waiting(session, attempts))) {
            RunExecution execution = byKey.get(waiting.key());
            if (execution != null) {
                Duration waited = waiting.waited();
                execution.evidence().cost().waited(waited.compareTo(sinceLast) < 0 ? waited : sinceLast);
            }
        }
    }

    private void flagWhenSlow(RunExecution execution) {
        Slowness slowness = execution.slowness();
        if (slowness.isFlagged() || execution.ageNanos() < FROM_NANOS) {
            return;
        }
        if (!slowness.isKnown()) {
            Optional<Duration> usual = database.call(
                    session -> store.findUsual(session, execution.job().name()));
            slowness.usual(usual.orElse(null), execution.job().slowFactor());
        }
        Duration usual = slowness.usual();
        Duration limit = slowness.limit();
        if (usual == null || limit == null || execution.ageNanos() < limit.toNanos()) {
            return;
        }
        slowness.flag();
        long run = execution.run().id();
        boolean marked = database.transaction(session -> {
            boolean first = store.markSlow(session, run, execution.attemptId());
            if (first) {
                Wakeups.send(session, Wakeups.PROGRESS + run);
            }
            return first;
        });
        if (marked) {
            execution
                    .log()
                    .warn("Slow: 95 of 100 runs of " + execution.job().name() + " take at most " + usual.toMillis()
                            + " ms, and this one has taken more than "
                            + execution.job().slowFactor()
                            + " times as long");
            observer.runSlow(run, execution.job().name(), usual, limit);
        }
    }
}
