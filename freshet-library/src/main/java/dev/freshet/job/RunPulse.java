// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Agent;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few times a second, while anything runs: carries logs and progress to the database and looks after timeouts. */
final class RunPulse {

    private static final Logger LOG = LoggerFactory.getLogger(RunPulse.class);
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
        news.forEach(this::write);
        return BEAT;
    }

    /** Each by itself: a run that ends in this moment moves to another partition, and then it is tried again. */
    private void write(RunExecution execution) {
        try {
            BufferedRunLog log = execution.buffer();
            log.writingUnlessOthersDo(() -> database.transaction(session -> {
                log.flush(session);
                execution.flushProgress(session);
                return execution;
            }));
        } catch (DatabaseException e) {
            if (!e.error().isOfData()) {
                throw e;
            }
            // What one run says must not keep the others from being heard, nor from their timeouts.
            LOG.warn("What run {} says cannot be written: {}", execution.run().id(), e.getMessage());
        }
    }

    private void endWhenTooLong(RunExecution execution) {
        Duration timeout = execution.job().timeout();
        if (timeout != null && execution.ageNanos() > timeout.toNanos()) {
            executions.end(execution.attemptId(), RunExecution.End.TIMEOUT);
        }
    }
}
