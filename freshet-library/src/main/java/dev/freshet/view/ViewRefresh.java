// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.RefreshMode;
import dev.freshet.definition.ViewDefinition;
import dev.freshet.error.FreshetException;
import dev.freshet.event.NodeObserver;
import dev.freshet.event.RefreshBegin;
import dev.freshet.event.RefreshResult;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.job.Trigger;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The refresh of one view by one attempt, from the first mark in the audit to the last.
 *
 * <p>The audit is written on connections of its own, so that it survives whatever becomes of the session that
 * refreshes. That session holds the view's lock from before the checks until the rows are counted.
 */
final class ViewRefresh {

    /** What the reading begins with must be no older than the lock it takes, whatever the role's default. */
    private static final String READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";

    private final Database home;
    private final RefreshStore refreshes;
    private final ViewStore views;
    private final ViewChecks checks;
    private final ViewRowStore rows = new ViewRowStore();
    private final RunContext context;
    private final @Nullable String group;
    private final ViewDefinition definition;
    private final LockPatience patience;
    private final NodeObserver observer;

    ViewRefresh(
            Database home,
            RefreshStore refreshes,
            ViewStore views,
            RunContext context,
            @Nullable String group,
            ViewDefinition definition,
            NodeObserver observer) {
        this.home = home;
        this.refreshes = refreshes;
        this.views = views;
        this.checks = new ViewChecks(views);
        this.context = context;
        this.group = group;
        this.definition = definition;
        this.patience = LockPatience.of(definition);
        this.observer = observer;
    }

    /**
     * Refreshes the view.
     *
     * @throws FreshetException FENCED when the attempt is no longer in charge
     * @throws RuntimeException whatever ended it, when the run is being cancelled
     */
    ViewOutcome run() {
        long id = start();
        NodeObserver.Watch<RefreshResult> watch = observer.refreshBegins(
                new RefreshBegin(definition.name(), group, context.run().id(), context.attemptId()));
        RefreshEnd end;
        try (Session session = context.openSession()) {
            end = refresh(id, session);
        } catch (RuntimeException e) {
            boolean passes = RefreshErrors.endsAttempt(e, context);
            end = passes ? RefreshErrors.endedEarly(e) : RefreshErrors.failed(e);
            if (passes) {
                watch.ended(end.result());
                close(id, end);
                throw e;
            }
        }
        watch.ended(end.result());
        if (!close(id, end)) {
            throw RefreshErrors.fenced(context, definition.name());
        }
        log(end);
        return end.outcome();
    }

    private long start() {
        return home.transaction(audit -> refreshes.start(
                        audit, definition.name(), group, context.run().id(), context.attemptId(), context.nodeId()))
                .orElseThrow(() -> RefreshErrors.fenced(context, definition.name()));
    }

    private RefreshEnd refresh(long id, Session session) {
        int pid = session.backendPid();
        home.run(audit -> refreshes.setBackend(audit, id, pid));
        views.setLockTimeout(session, patience.timeout().toMillis());
        Optional<MaterializedView> found = views.find(session, definition.name());
        if (found.isEmpty()) {
            return views.findOtherRelation(session, definition.name())
                    .map(kind -> RefreshEnd.failed(RunError.of(
                            definition.name() + " is " + kind + ", not a materialized view",
                            "Take it out of the definitions, or create a materialized view of that name.")))
                    .orElseGet(() -> RefreshEnd.skipped(
                            "waits for materialized view " + definition.name() + ", which does not exist"));
        }
        if (context.run().trigger() == Trigger.FRESHNESS
                && !home.call(audit -> refreshes.hasNews(audit, definition.name()))) {
            return RefreshEnd.skipped("nothing changed: it shows all that a refresh now would show");
        }
        MaterializedView view = found.get();
        if (!views.tryLock(session, view)) {
            return RefreshEnd.skipped(merged(id, session, view));
        }
        try {
            return locked(id, session, view);
        } finally {
            if (session.isAlive()) {
                views.unlock(session, view);
            }
        }
    }

    private RefreshEnd locked(long id, Session session, MaterializedView view) {
        List<ViewFinding> findings = checks.check(session, view, definition.refresh());
        List<PastRefresh> past = home.call(audit -> refreshes.listPast(audit, definition.name()));
        return switch (RefreshDecision.decide(view, definition, findings, past)) {
            case RefreshDecision.Refuse refuse -> RefreshEnd.failed(refuse.error());
            case RefreshDecision.Go go -> {
                home.run(audit -> refreshes.describe(audit, id, go));
                go.warnings().forEach(warning -> context.log().warn(definition.name() + ": " + warning));
                yield execute(id, session, view, go, findings);
            }
        };
    }

    private RefreshEnd execute(
            long id, Session session, MaterializedView view, RefreshDecision.Go go, List<ViewFinding> findings) {
        LockWaits waits = new LockWaits(home, refreshes, views, session, id, definition, context.log());
        while (true) {
            // Before the statement's snapshot, so that the view never claims to be newer than it is.
            Instant asOf =
                    home.transaction(READ_COMMITTED, audit -> refreshes.beginReading(audit, id, definition.name()));
            try {
                return go.mode() == RefreshMode.SWAP
                        ? RefreshEnd.success(
                                asOf, new ViewSwap(session, definition, context.log()).run(id, view, waits), null)
                        : inPlace(session, view, go, waits, asOf);
            } catch (LockWaits.ExhaustedException e) {
                session.rollback();
                return RefreshEnd.failed(e.error());
            } catch (DatabaseException e) {
                session.rollback();
                if (!e.error().isLockTimeout()) {
                    return failed(e, findings);
                }
            }
            waits.pause();
        }
    }

    private RefreshEnd inPlace(
            Session session, MaterializedView view, RefreshDecision.Go go, LockWaits waits, Instant asOf) {
        boolean concurrently = go.mode() == RefreshMode.CONCURRENTLY;
        session.begin();
        session.execute(READ_COMMITTED);
        long before = rows.countChanges(session, view);
        waits.during(() -> new RefreshStatement(session, context.log(), definition.name())
                .execute("REFRESH MATERIALIZED VIEW " + (concurrently ? "CONCURRENTLY " : "") + view.quotedName()));
        Long changed = concurrently ? rows.countChanges(session, view) - before : null;
        session.commit();
        try {
            return RefreshEnd.committed(asOf, rows.countRows(session, view.quotedName()), changed);
        } catch (DatabaseException e) {
            // The refresh itself is committed, whatever happened to the counting.
            boolean ended = e.error().isConnectionLost() || e.error().isCancelled();
            return RefreshEnd.uncounted(
                    asOf,
                    changed,
                    ended ? String.valueOf(e.getMessage()) : e.error().message());
        }
    }

    private RefreshEnd failed(DatabaseException e, List<ViewFinding> findings) {
        if (e.error().isConnectionLost() || context.isCancelRequested()) {
            throw e;
        }
        return RefreshEnd.failed(RefreshErrors.of(e.error(), findings));
    }

    private String merged(long id, Session session, MaterializedView view) {
        Optional<Refresh> running = home.call(audit -> refreshes.findRunning(audit, definition.name(), id));
        String pid = views.findLockHolder(session, view)
                .map(holder -> "pid " + holder)
                .orElse("just ended");
        if (running.isEmpty()) {
            return "merged into a refresh that was running (" + pid + ")";
        }
        Long runId = running.get().runId();
        return "merged into the refresh running since %s, %s / %s"
                .formatted(running.get().startedAt(), runId == null ? "freshet.refresh_group" : "run " + runId, pid);
    }

    /** An interrupt, as by a cancel, must not keep the end from being written. */
    private boolean close(long id, RefreshEnd end) {
        boolean interrupted = Thread.interrupted();
        try {
            return home.transaction(audit -> refreshes.end(audit, id, context.attemptId(), end));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void log(RefreshEnd end) {
        String message = definition.name() + ": " + end.status().id();
        switch (end.outcome()) {
            case ViewOutcome.Refreshed refreshed ->
                context.log()
                        .info(
                                end.rowCount() == null
                                        ? message
                                        : message + ", " + end.rowCount() + (end.rowCount() == 1 ? " row" : " rows"));
            case ViewOutcome.Skipped skipped -> context.log().warn(message + ", " + skipped.reason());
            case ViewOutcome.Failed failed -> context.log().error(message + ", " + end.message());
        }
    }
}
