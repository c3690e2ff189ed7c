// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Agent;
import dev.freshet.postgres.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** A few times a second, while anything runs: carries logs and progress to the database and looks after timeouts. */
final class RunPulse {

    private static final Duration BEAT = Duration.ofMillis(200);
    /** What is over sooner writes its log with its end. */
    private static final Duration SHORT = Duration.ofMillis(100);

    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Database database;
    private final RunExecutions executions;
    private final NoticeWatch notices;
    private final RunWatch watch;
    private final Agent agent = new Agent("run-pulse", this::beat);
    private volatile boolean idle;

    RunPulse(Database database, RunExecutions executions, NoticeWatch notices, RunWatch watch) {
        this.database = database;
        this.executions = executions;
        this.notices = notices;
        this.watch = watch;
    }

    Agent agent() {
        return agent;
    }

    /** An attempt begins: from now on there is something to look after. */
    void begun() {
        if (idle) {
            agent.wake();
        }
    }

    private Duration beat() {
        // Before it looks: an attempt that begins after the look wakes this up again.
        idle = true;
        Collection<RunExecution> running = executions.all();
        if (running.isEmpty()) {
            return IDLE;
        }
        idle = false;
        running.forEach(this::endWhenTooLong);
        notices.poll();
        watch.look(running);
        List<RunExecution> news = running.stream()
                .filter(execution ->
                        execution.ageNanos() > SHORT.toNanos() && !execution.isWorkDone() && execution.hasNews())
                .toList();
        if (!news.isEmpty()) {
            database.run(session -> news.forEach(execution -> execution.buffer().flush(session)));
            // By itself: a run that ends in this moment moves to another partition, and then it is tried again.
            news.forEach(execution -> database.transaction(session -> {
                execution.flushProgress(session);
                return execution;
            }));
        }
        return BEAT;
    }

    private void endWhenTooLong(RunExecution execution) {
        Duration timeout = execution.job().timeout();
        if (timeout != null && execution.ageNanos() > timeout.toNanos()) {
            executions.end(execution.attemptId(), RunExecution.End.TIMEOUT);
        }
    }
}
