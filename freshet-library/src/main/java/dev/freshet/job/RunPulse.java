// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Agent;
import dev.freshet.postgres.Database;
import java.time.Duration;
import java.util.Collection;

/** A few times a second, while anything runs: carries logs and progress to the database and looks after timeouts. */
final class RunPulse {

    private static final Duration BEAT = Duration.ofMillis(200);
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Database database;
    private final RunExecutions executions;
    private final NoticeWatch notices;
    private final RunWatch watch;
    private final Agent agent = new Agent("run-pulse", this::beat);

    RunPulse(Database database, RunExecutions executions, NoticeWatch notices, RunWatch watch) {
        this.database = database;
        this.executions = executions;
        this.notices = notices;
        this.watch = watch;
    }

    Agent agent() {
        return agent;
    }

    private Duration beat() {
        Collection<RunExecution> running = executions.all();
        if (running.isEmpty()) {
            return IDLE;
        }
        running.forEach(this::endWhenTooLong);
        notices.poll();
        watch.look(running);
        if (running.stream().anyMatch(RunExecution::hasNews)) {
            database.run(
                    session -> running.forEach(execution -> execution.buffer().flush(session)));
            // By itself: a run that ends in this moment moves to another partition, and then it is tried again.
            running.forEach(execution -> database.transaction(session -> {
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
