// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.audit.Actor;
import dev.freshet.audit.AuditStore;
import dev.freshet.cluster.Wakeups;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.event.NodeObserver;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers runs that stopped to ask whether they may change so much. */
public final class ApprovalControl {

    private final Database database;
    private final JobStore jobs;
    private final RunResumption resumption;
    private final RunStore runs;
    private final RunQueries queries;
    private final AuditStore audit;
    private final NodeObserver observer;
    private final RunEvidenceStore store = new RunEvidenceStore();

    public ApprovalControl(
            Database database,
            JobStore jobs,
            RunStore runs,
            RunQueries queries,
            AuditStore audit,
            RunItems items,
            NodeObserver observer) {
        this.database = database;
        this.jobs = jobs;
        this.runs = runs;
        this.queries = queries;
        this.audit = audit;
        this.observer = observer;
        resumption = new RunResumption(jobs, runs, queries, items, observer);
    }

    /**
     * Queues a run that does the work without the limits: what stopped at a checkpoint goes on from there, the rest is done
     * from the start.
     *
     * @return the new run's id
     * @throws FreshetException RUN_NOT_FOUND, JOB_NOT_FOUND, or ILLEGAL_TRANSITION when the run does not ask
     */
    public long approve(long runId, Actor actor, @Nullable String reason) {
        return database.transaction(session -> {
            Run run = load(session, runId);
            long id = resumption.hasRest(session, run)
                    ? resumption.resume(session, run, actor)
                    : runs.queue(
                            session,
                            NewRun.retrying(jobs.load(session, run.job()), run, actor.name(), observer.traceParent()));
            store.approve(session, id, actor.name());
            answer(session, run, "approved", actor, reason, id);
            audit.record(
                    session,
                    actor,
                    "approve",
                    "run",
                    Long.toString(runId),
                    reason,
                    Map.of("job", run.job(), "run", id));
            Wakeups.send(session, Wakeups.RUN);
            return id;
        });
    }

    /**
     * Closes the question: the work is not done.
     *
     * @throws FreshetException RUN_NOT_FOUND, or ILLEGAL_TRANSITION when the run does not ask
     */
    public void reject(long runId, Actor actor, @Nullable String reason) {
        database.transaction(session -> {
            Run run = load(session, runId);
            answer(session, run, "rejected", actor, reason, null);
            audit.record(session, actor, "reject", "run", Long.toString(runId), reason, Map.of("job", run.job()));
            return runId;
        });
    }

    /** What was answered to a run; empty where it never asked or still does. */
    public Optional<Decision> findDecision(Session session, long runId) {
        return store.findDecision(session, runId);
    }

    private void answer(
            Session session, Run run, String outcome, Actor actor, @Nullable String reason, @Nullable Long next) {
        Map<String, @Nullable Object> decision = new LinkedHashMap<>();
        decision.put("outcome", outcome);
        decision.put("by", actor.name());
        decision.put("at", Instant.now().toString());
        decision.put("reason", reason);
        decision.put("run", next);
        if (!store.answer(session, run.id(), decision)) {
            throw new FreshetException(
                    ErrorCode.ILLEGAL_TRANSITION,
                    "Run " + run.id() + " of " + run.job() + " is "
                            + run.state().id()
                            + " and does not ask for approval"
                            + store.findDecision(session, run.id())
                                    .map(earlier -> " any more: " + earlier.by() + " " + earlier.outcome() + " it")
                                    .orElse("")
                            + ".");
        }
        Wakeups.send(session, Wakeups.ENDED + run.id());
    }

    private Run load(Session session, long runId) {
        return queries.find(session, runId)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.RUN_NOT_FOUND,
                        "There is no run " + runId
                                + "; it may have been pruned. GET /api/runs or freshet runs lists runs."));
    }

    /**
     * What was answered.
     *
     * @param outcome {@code approved} or {@code rejected}
     * @param at in ISO 8601
     * @param run the run that does the work, or null
     */
    public record Decision(
            String outcome,
            String by,
            String at,
            @Nullable String reason,
            @Nullable Long run) {}
}
