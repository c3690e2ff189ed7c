// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.ViewDefinition;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.event.NodeObserver;
import dev.freshet.event.RefreshBegin;
import dev.freshet.event.RefreshResult;
import dev.freshet.job.LogLevel;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.PostgresError;
import dev.freshet.postgres.RunningStatement;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The refresh of one view by one attempt, from the first mark in the audit to the last.
 *
 * <p>The audit is written on connections of its own, so that it survives whatever becomes of the session that
 * refreshes. That session holds the view's lock from before the checks until the rows are counted.
 */
final class ViewRefresh {

    private static final List<String> NAME_NOT_FOUND = List.of("42883", "42P01", "42704", "3F000");

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
            boolean passes = context.isCancelRequested() || isFenced(e) || e instanceof CancellationException;
            end = passes ? endedEarly(e) : failed(e);
            if (passes) {
                watch.ended(end.result());
                close(id, end);
                throw e;
            }
        }
        watch.ended(end.result());
        if (!close(id, end)) {
            throw fenced();
        }
        log(end);
        return end.outcome();
    }

    private long start() {
        return home.transaction(audit -> refreshes.start(
                        audit, definition.name(), group, context.run().id(), context.attemptId(), context.nodeId()))
                .orElseThrow(this::fenced);
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
        List<ViewFinding> findings = checks.check(session, view);
        return switch (RefreshDecision.decide(view, definition.refresh(), findings)) {
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
        String sql = "REFRESH MATERIALIZED VIEW " + (go.concurrently() ? "CONCURRENTLY " : "") + view.quotedName();
        for (int lockWaits = 0; ; ) {
            // Before the statement's snapshot, so that the view never claims to be newer than it is.
            Instant asOf = session.query("SELECT clock_timestamp() AS now").one(row -> row.instant("now"));
            BlockerWatch watch = new BlockerWatch(home, views, session.backendPid(), patience.lookEvery());
            try (watch) {
                execute(session, sql);
                return succeeded(session, view, asOf);
            } catch (DatabaseException e) {
                if (!e.error().isLockTimeout()) {
                    return failed(e, findings);
                }
                lockWaits++;
                watch.close();
                int waits = lockWaits;
                home.run(audit -> refreshes.countLockWait(audit, id, waits));
                RefreshEnd gaveUp = lockTimeout(e, waits, watch.seen());
                if (waits > patience.retries()) {
                    return gaveUp;
                }
                context.log().warn(String.valueOf(gaveUp.message()));
            }
            pause(patience.pauseAfter(lockWaits));
        }
    }

    private void execute(Session session, String sql) {
        try (RunningStatement statement = session.prepare(sql)) {
            try {
                statement.execute(Map.of());
            } finally {
                statement
                        .readNotices()
                        .forEach(notice ->
                                context.log().log(LogLevel.NOTICE, definition.name() + ": " + notice.message()));
            }
        }
    }

    private RefreshEnd succeeded(Session session, MaterializedView view, Instant asOf) {
        try {
            return RefreshEnd.success(asOf, rows.countRows(session, view));
        } catch (DatabaseException e) {
            boolean ended = e.error().isConnectionLost() || e.error().isCancelled();
            return RefreshEnd.successUncounted(
                    asOf, ended ? String.valueOf(e.getMessage()) : e.error().message());
        }
    }

    private RefreshEnd failed(DatabaseException e, List<ViewFinding> findings) {
        if (e.error().isConnectionLost() || context.isCancelRequested()) {
            throw e;
        }
        PostgresError error = e.error();
        if (error.sqlState().equals("21000")) {
            // PostgreSQL's detail is a whole row of the view, which does not belong into logs.
            RunError duplicates = new RunError(
                    error.sqlState(),
                    error.message(),
                    null,
                    error.hint(),
                    null,
                    "Make the view's query give each row once, for example by SELECT DISTINCT.");
            return RefreshEnd.failed(duplicates);
        }
        String searchPath = findings.stream()
                .filter(finding -> finding.kind() == ViewFinding.Kind.SEARCH_PATH)
                .map(finding -> String.valueOf(finding.ddl()))
                .collect(Collectors.joining("\n"));
        boolean advise = NAME_NOT_FOUND.contains(error.sqlState()) && !searchPath.isEmpty();
        return RefreshEnd.failed(RunError.of(error, advise ? searchPath : null));
    }

    private RefreshEnd lockTimeout(DatabaseException e, int lockWaits, List<Blocker> blockers) {
        String who = blockers.isEmpty()
                ? "nobody was seen in the way"
                : "in the way: " + blockers.stream().map(Blocker::text).collect(Collectors.joining("; "));
        String message = "%s: gave up waiting for a lock after %d ms, try %d of %d; %s"
                .formatted(definition.name(), patience.timeout().toMillis(), lockWaits, patience.retries() + 1, who);
        return RefreshEnd.failed(new RunError(
                e.error().sqlState(),
                message,
                e.error().message(),
                null,
                null,
                "End the session in the way, refresh at a quieter time, or raise lock-timeout or lock-retries."));
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

    private static RefreshEnd failed(RuntimeException e) {
        boolean lost =
                e instanceof DatabaseException database && database.error().isConnectionLost();
        return lost ? RefreshEnd.lost(RunError.of(e)) : RefreshEnd.failed(RunError.of(e));
    }

    /** A cancel or a timeout ends the statement; a node that stops or is fenced drops the connection. */
    private static RefreshEnd endedEarly(RuntimeException e) {
        RunError error = RunError.of(e);
        boolean dropped =
                isFenced(e) || (error.sqlState() != null && error.sqlState().startsWith("08"));
        return dropped
                ? RefreshEnd.lost(detailed(error, "the node stopped or was no longer in charge"))
                : RefreshEnd.failed(detailed(error, "the run was cancelled or its timeout ran out"));
    }

    private static RunError detailed(RunError error, String message) {
        return new RunError(error.sqlState(), message, error.message(), null, null, null);
    }

    /** An interrupt, as by a cancel, must not keep the end from being written. */
    private boolean close(long id, RefreshEnd end) {
        boolean interrupted = Thread.interrupted();
        try {
            return home.call(audit -> refreshes.end(audit, id, context.attemptId(), end));
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

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting to try again for a lock");
        }
    }

    private static boolean isFenced(RuntimeException e) {
        return e instanceof FreshetException freshet && freshet.code() == ErrorCode.FENCED;
    }

    private FreshetException fenced() {
        return new FreshetException(
                ErrorCode.FENCED,
                "Attempt %d of run %d is no longer in charge; it must not refresh %s"
                        .formatted(context.attemptId(), context.run().id(), definition.name()));
    }
}
