// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.OverlapPolicy;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.util.ArrayList;
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
            endings.forEach(ending -> writeEvidence(session, ending));
            Set<RunEnding> ended = end(session, endings);
            if (!ended.isEmpty()) {
                List<RunEnding> inOrder =
                        endings.stream().filter(ended::contains).toList();
                logs.appendAll(session, inOrder);
                announce(session, inOrder);
            }
            return endings.stream().map(ended::contains).toList();
        });
    }

    private static void writeEvidence(Session session, RunEnding ending) {
        RunEvidence evidence = ending.execution().evidence();
        if (ending.recorded()) {
            evidence.writeCost(session, ending.rowsAffected());
        } else {
            evidence.write(session, ending.rowsAffected());
        }
    }

    /** Those whose success is recorded now, or was before. */
    private Set<RunEnding> end(Session session, List<RunEnding> endings) {
        List<RunEnding> open =
                endings.stream().filter(ending -> !ending.recorded()).toList();
        Set<Long> inCharge = open.isEmpty() ? Set.of() : store.succeed(session, open);
        List<Run> succeeded = open.stream()
                .filter(ending -> inCharge.contains(ending.execution().attemptId()))
                .map(RunEnding::run)
                .toList();
        if (!succeeded.isEmpty()) {
            listeners.forEach(listener -> listener.runsSucceeded(session, succeeded));
        }
        return endings.stream()
                .filter(ending -> ending.recorded()
                        || inCharge.contains(ending.execution().attemptId()))
                .collect(Collectors.toSet());
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
