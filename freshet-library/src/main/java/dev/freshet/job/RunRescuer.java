// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Agent;
import dev.freshet.cluster.NodeStore;
import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.RetryPolicy;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what dead nodes left behind. Every node does; guarded updates make a second rescuer find nothing to do.
 *
 * <p>In this order, each step repeatable after a crash: close the nodes whose lease ran out; mark the attempt lost, so
 * that no new session can work for it; end the backends that still do, and see them gone; only then queue the run again
 * or close it.
 */
final class RunRescuer {

    private static final Logger LOG = LoggerFactory.getLogger(RunRescuer.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration TERMINATE_WITHIN = Duration.ofSeconds(5);

    private final Database database;
    private final NodeStore nodes;
    private final RunStore store;
    private final RunQueries queries;
    private final LogStore logs;
    private final JobStore jobs;
    private final BackendEnder backends;
    private final List<AttemptListener> listeners;
    private final RandomGenerator random;
    private final Agent agent = new Agent("run-rescuer", this::rescue);

    RunRescuer(
            Database database,
            NodeStore nodes,
            RunStore store,
            RunQueries queries,
            LogStore logs,
            JobStore jobs,
            BackendEnder backends,
            List<AttemptListener> listeners,
            RandomGenerator random) {
        this.database = database;
        this.nodes = nodes;
        this.store = store;
        this.queries = queries;
        this.logs = logs;
        this.jobs = jobs;
        this.backends = backends;
        this.listeners = listeners;
        this.random = random;
    }

    Agent agent() {
        return agent;
    }

    private Duration rescue() {
        List<RunStore.Claim> orphans = database.call(session -> {
            nodes.closeExpired(session).forEach(name -> LOG.warn("Node {} is lost: its lease ran out", name));
            return store.findOrphans(session);
        });
        orphans.forEach(this::rescue);
        return EVERY;
    }

    private void rescue(RunStore.Claim orphan) {
        Run run =
                database.call(session -> queries.find(session, orphan.runId())).orElseThrow();
        RunError error = RunError.of(
                "Node " + run.node() + " stopped, died or lost its lease while attempt " + run.attempt() + " ran",
                null);
        database.transaction(session -> {
            if (store.markAttemptLost(session, orphan.attemptId(), error)) {
                listeners.forEach(
                        listener -> listener.attemptLost(session, orphan.runId(), orphan.attemptId(), error.message()));
                logs.appendToEnded(session, run.id(), run.attempt(), LogLevel.ERROR, error.message());
            }
            return orphan;
        });
        if (backends.terminate(orphan.attemptId(), TERMINATE_WITHIN)) {
            database.transaction(session -> close(session, orphan, run, error));
        }
    }

    private boolean close(Session session, RunStore.Claim orphan, Run run, RunError error) {
        boolean cancelled = run.cancelRequestedAt() != null;
        boolean again = !cancelled && hasAnotherAttempt(session, run, error);
        boolean closed = again
                ? store.requeueLost(session, orphan, error)
                : store.endLost(session, orphan, cancelled ? RunState.CANCELLED : RunState.LOST, error);
        if (closed) {
            LOG.warn(
                    "Run {} of {}: {}; {}",
                    run.id(),
                    run.job(),
                    error.message(),
                    again ? "it is queued for another attempt" : "it stays so");
            Wakeups.send(session, Wakeups.RUN);
            Wakeups.send(session, "ended:" + run.id());
        }
        return closed;
    }

    private boolean hasAnotherAttempt(Session session, Run run, RunError error) {
        RetryPolicy policy = jobs.find(session, run.job())
                .map(job -> job.definition().retries())
                .orElse(RetryPolicy.NONE);
        return RetryDecision.decide(policy, run.attempt(), RetryDecision.Cause.LOST, error, random)
                .isPresent();
    }
}
