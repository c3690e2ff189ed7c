// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.RefreshMode;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import dev.freshet.view.DataTimeMember.Found;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Views brought to one instant: refreshed one after the other in one repeatable-read transaction, so that whoever reads them
 * sees all of them change at once.
 *
 * <p>Every view's lock is held before the transaction begins, for its snapshot is fixed by its first statement: what waited
 * inside would be refreshed from a snapshot older than what the one it waited for has written, and move backwards. Who
 * refreshes by hand holds no such lock; so before the commit, with every view locked, it is checked that none of them, and no
 * file of what they read, changed since the snapshot.
 */
final class DataTimeWork {

    private static final String READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";
    private static final String REPEATABLE_READ = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE";

    /** How often it begins again because somebody else came in between. */
    private static final int DISTURBANCES = 3;

    private final Database home;
    private final RefreshStore refreshes;
    private final ViewStore views;
    private final ViewChecks checks;
    private final ViewRowStore rows = new ViewRowStore();
    private final RunContext context;
    private final Session session;
    private final List<DataTimeMember> members;
    private final Map<String, RefreshEnd> ends = new LinkedHashMap<>();
    private final List<Found> locked = new ArrayList<>();
    private boolean keepsMarks;
    private int disturbances;
    private @Nullable Found at;

    DataTimeWork(
            Database home,
            RefreshStore refreshes,
            ViewStore views,
            RunContext context,
            Session session,
            List<DataTimeMember> members) {
        this.home = home;
        this.refreshes = refreshes;
        this.views = views;
        this.checks = new ViewChecks(views);
        this.context = context;
        this.session = session;
        this.members = List.copyOf(members);
    }

    /** How it ended for each view; where one failed, for that one alone. The views' locks are left to the session. */
    Map<String, RefreshEnd> run() {
        while (true) {
            ends.clear();
            at = null;
            try {
                if (attempt()) {
                    return ends;
                }
            } catch (LockWaits.ExhaustedException e) {
                return onlyFailed(e.error());
            } catch (DatabaseException e) {
                boolean passes = e.error().isConnectionLost() || context.isCancelRequested();
                if (passes) {
                    throw e;
                }
                boolean again =
                        e.error().isLockTimeout() || (e.error().isTransient() && ++disturbances <= DISTURBANCES);
                if (again && e.error().isTransient()) {
                    context.log().warn("beginning again: " + e.error().message());
                }
                if (!again) {
                    Found failed = at;
                    return onlyFailed(RefreshErrors.of(e.error(), failed == null ? List.of() : failed.findings()));
                }
            }
            session.rollback();
            release();
            Found waitsFor = at;
            (waitsFor == null ? members.getFirst() : waitsFor.member()).waits().pause();
        }
    }

    /** False when it is to be tried again. */
    private boolean attempt() {
        List<Found> found = find();
        for (Found view : found.stream()
                .sorted(Comparator.comparingLong(one -> one.view().oid()))
                .toList()) {
            at = view;
            if (!lock(view)) {
                return false;
            }
        }
        at = null;
        if (!keepsMarks) {
            views.setLockTimeout(
                    session,
                    LockPatience.of(members.getFirst().definition()).timeout().toMillis());
            members.getFirst().waits().during(() -> {
                views.keepMarks(session);
                return true;
            });
            keepsMarks = true;
        }
        Optional<Found> refused = found.stream().filter(this::isRefused).findFirst();
        return refused.isPresent() || found.isEmpty() || transact(found);
    }

    private List<Found> find() {
        List<Found> found = new ArrayList<>();
        for (DataTimeMember member : members) {
            Optional<MaterializedView> view = views.find(session, member.name());
            if (view.isPresent()) {
                views.setLockTimeout(
                        session, LockPatience.of(member.definition()).timeout().toMillis());
                found.add(new Found(
                        member,
                        view.get(),
                        checks.check(session, view.get()),
                        view.get().populated()));
            } else {
                ends.put(
                        member.name(),
                        RefreshEnd.skipped("waits for materialized view " + member.name() + ", which does not exist"));
            }
        }
        return found;
    }

    private boolean lock(Found view) {
        if (views.tryLock(session, view.view())) {
            locked.add(view);
            return true;
        }
        view.member().waits().countBusy(views.findLockHolder(session, view.view()));
        return false;
    }

    /** A view that was never filled shows nothing that could be of another time: it is filled with the others. */
    private boolean isRefused(Found view) {
        List<ViewFinding> findings = view.findings().stream()
                .filter(finding -> finding.kind() != ViewFinding.Kind.UNPOPULATED)
                .filter(finding -> view.concurrently() || finding.kind() != ViewFinding.Kind.UNIQUE_INDEX)
                .toList();
        return switch (RefreshDecision.concurrently(view.view(), findings)) {
            case RefreshDecision.Refuse refuse -> {
                onlyFailed(view, refuse.error());
                yield true;
            }
            case RefreshDecision.Go go -> {
                RefreshMode mode = view.concurrently() ? RefreshMode.CONCURRENTLY : RefreshMode.BLOCKING;
                home.run(audit -> refreshes.describe(
                        audit,
                        view.member().refreshId(),
                        new RefreshDecision.Go(mode, "with its group, which has one data time", go.warnings())));
                yield false;
            }
        };
    }

    private boolean transact(List<Found> found) {
        List<String> names = found.stream().map(Found::name).toList();
        List<Long> ids = found.stream().map(one -> one.member().refreshId()).toList();
        List<MaterializedView> all = found.stream().map(Found::view).toList();
        // What is new to Freshet is made known in transactions of their own: nobody shall wait for this one to end.
        found.forEach(one -> home.transaction(
                READ_COMMITTED,
                audit -> refreshes.beginReading(audit, one.member().refreshId(), one.name())));
        String before = home.call(audit -> views.fingerprint(audit, all));
        session.begin();
        session.execute(REPEATABLE_READ);
        Instant asOf = refreshes.beginReadingTogether(session, ids, names);
        for (int i = 0; i < found.size(); i++) {
            context.progress(i, found.size(), names.get(i));
            at = found.get(i);
            ends.put(names.get(i), refresh(found.get(i), asOf));
        }
        at = null;
        ids.forEach(id -> refreshes.endReading(session, id, true));
        if (isDisturbed(names, all, before, refreshes.snapshot(session))) {
            return false;
        }
        session.commit();
        context.progress(found.size(), found.size(), null);
        return true;
    }

    private RefreshEnd refresh(Found one, Instant asOf) {
        MaterializedView view = one.view();
        views.setLockTimeout(
                session, LockPatience.of(one.member().definition()).timeout().toMillis());
        long before = rows.countChanges(session, view);
        one.member()
                .waits()
                .during(() -> new RefreshStatement(session, context.log(), one.name())
                        .execute("REFRESH MATERIALIZED VIEW " + (one.concurrently() ? "CONCURRENTLY " : "")
                                + view.quotedName()));
        long changed = rows.countChanges(session, view) - before;
        Long counted = one.concurrently() ? changed : null;
        if (!views.privileges(session, view).readable()) {
            return RefreshEnd.uncounted(asOf, counted, "it may not be read");
        }
        return RefreshEnd.success(
                asOf, rows.countRows(session, view.quotedName()).rows(), counted);
    }

    /** Asked on another session, which sees what others have done since this transaction began. */
    private boolean isDisturbed(List<String> names, List<MaterializedView> all, String before, String seen) {
        String now = home.call(audit -> views.fingerprint(audit, all));
        Optional<String> later = home.call(audit -> refreshes.findRefreshedLater(audit, names, seen));
        if (now.equals(before) && later.isEmpty()) {
            return false;
        }
        String what = later.map(view -> view + " already shows a later time")
                .orElse("one of the views, or a file of what they read, was replaced by somebody else");
        disturbances++;
        if (disturbances > DISTURBANCES) {
            throw new LockWaits.ExhaustedException(new RunError(
                    "40001",
                    "refused, as " + what + " since the transaction began; that was try " + disturbances,
                    null,
                    null,
                    null,
                    "Leave the refresh of these views to their group."));
        }
        context.log().warn("beginning again: " + what + " since the transaction began");
        return true;
    }

    private Map<String, RefreshEnd> onlyFailed(RunError error) {
        Found failed = at;
        return onlyFailed(failed == null ? members.getFirst().name() : failed.name(), error);
    }

    private void onlyFailed(Found view, RunError error) {
        onlyFailed(view.name(), error);
    }

    private Map<String, RefreshEnd> onlyFailed(String view, RunError error) {
        session.rollback();
        ends.clear();
        ends.put(view, RefreshEnd.failed(error));
        return ends;
    }

    private void release() {
        locked.forEach(view -> views.unlock(session, view.view()));
        locked.clear();
        if (keepsMarks) {
            views.releaseMarks(session);
            keepsMarks = false;
        }
    }
}
