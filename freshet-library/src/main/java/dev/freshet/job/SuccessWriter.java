// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.OverlapPolicy;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Records the successes of a moment in one transaction: states, what follows them, logs and wake-ups, so that all are
 * seen at once and nothing is told before it is committed.
 */
final class SuccessWriter {

    private final Database database;
    private final RunBatchStore store;
    private final RunEvidenceStore evidence = new RunEvidenceStore();
    private final LogStore logs;
    private final List<RunListener> listeners;
    private final Wakeups wakeups;
    private final GroupWriter<RunEnding, Boolean> group = new GroupWriter<>(this::writeAll);

    SuccessWriter(Database database, RunBatchStore store, LogStore logs, List<RunListener> listeners, Wakeups wakeups) {
        this.database = database;
        this.store = store;
        this.logs = logs;
        this.listeners = listeners;
        this.wakeups = wakeups;
    }

    /** False where it is not written: the attempt was not in charge any more, or the transaction of all failed. */
    boolean write(RunEnding ending) {
        return group.write(ending).orElse(false);
    }

    private List<Boolean> writeAll(List<RunEnding> endings) {
        return database.transaction(session -> {
            endings.forEach(ending -> ending.execution().flushProgress(session));
            Set<Long> ended = end(session, endings);
            List<RunEnding> inCharge = endings.stream()
                    .filter(ending -> ended.contains(ending.execution().attemptId()))
                    .toList();
            if (!inCharge.isEmpty()) {
                logs.appendAll(session, inCharge);
                announce(session, inCharge);
            }
            return endings.stream()
                    .map(ending -> ended.contains(ending.execution().attemptId()))
                    .toList();
        });
    }

    /** The attempts whose success is recorded now, or was before. */
    private Set<Long> end(Session session, List<RunEnding> endings) {
        Set<Long> ended = new HashSet<>();
        List<RunEnding> recorded = endings.stream().filter(RunEnding::recorded).toList();
        if (!recorded.isEmpty()) {
            evidence.writeCosts(session, recorded);
            recorded.forEach(ending -> ended.add(ending.execution().attemptId()));
        }
        List<RunEnding> open =
                endings.stream().filter(ending -> !ending.recorded()).toList();
        if (!open.isEmpty()) {
            Set<Long> inCharge = store.succeed(session, open);
            List<Run> succeeded = open.stream()
                    .filter(ending -> inCharge.contains(ending.execution().attemptId()))
                    .map(RunEnding::run)
                    .toList();
            if (!succeeded.isEmpty()) {
                listeners.forEach(listener -> listener.runsSucceeded(session, succeeded));
            }
            ended.addAll(inCharge);
        }
        return ended;
    }

    private void announce(Session session, List<RunEnding> endings) {
        List<String> messages = new ArrayList<>();
        for (RunEnding ending : endings) {
            messages.add(Wakeups.LOG_GREW + ending.run().id());
            messages.add(Wakeups.ENDED + ending.run().id());
        }
        // What may run beside itself was not kept waiting by these.
        Set<String> exclusive = endings.stream()
                .map(RunEnding::execution)
                .filter(execution -> execution.job().overlap() != OverlapPolicy.ALLOW)
                .map(execution -> execution.job().name())
                .collect(Collectors.toSet());
        if (!exclusive.isEmpty() && store.anyWaiting(session, exclusive)) {
            messages.add(Wakeups.RUN);
        }
        session.afterCommit(() -> wakeups.sendSoon(messages));
    }
}
