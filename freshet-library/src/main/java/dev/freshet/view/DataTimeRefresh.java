// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.ViewDefinition;
import dev.freshet.event.NodeObserver;
import dev.freshet.event.RefreshBegin;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.job.RunOutcome;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The refresh of a group with one data time, by one attempt: the audit of it. What is done, {@link DataTimeWork} does.
 *
 * <p>All views or none: their rows of the audit are opened together and closed together, and one that fails takes the others
 * with it. The session that refreshes holds every view's lock until the rows are closed.
 */
final class DataTimeRefresh {

    private final Database home;
    private final RefreshStore refreshes;
    private final ViewStore views;
    private final RunContext context;
    private final @Nullable String group;
    private final List<ViewDefinition> definitions;
    private final NodeObserver observer;

    /**
     * Prepares the refresh.
     *
     * @param definitions of the views, in dependency order
     */
    DataTimeRefresh(
            Database home,
            RefreshStore refreshes,
            ViewStore views,
            RunContext context,
            @Nullable String group,
            List<ViewDefinition> definitions,
            NodeObserver observer) {
        this.home = home;
        this.refreshes = refreshes;
        this.views = views;
        this.context = context;
        this.group = group;
        this.definitions = List.copyOf(definitions);
        this.observer = observer;
    }

    /**
     * Refreshes them all. Whoever asks it to stop is heard before it begins; after that, all that could be stopped at is the end.
     *
     * @throws RuntimeException whatever ended it, when the run is being cancelled or the attempt is no longer in charge
     */
    RunOutcome run() {
        if (context.isStopRequested()) {
            return new RunOutcome.Stopped();
        }
        List<Long> ids = start();
        List<DataTimeMember> members = new ArrayList<>();
        Session session;
        try {
            session = context.openSession();
        } catch (RuntimeException e) {
            return broken(e, ids, members);
        }
        try (session) {
            Map<String, RefreshEnd> ends;
            try {
                ends = refresh(session, ids, members);
            } catch (RuntimeException e) {
                return broken(e, ids, members);
            }
            RefreshEnd aborted = aborted(ends);
            end(
                    ids,
                    members,
                    definitions.stream()
                            .map(definition -> ends.getOrDefault(definition.name(), aborted))
                            .toList());
            return outcome(ends);
        }
    }

    private Map<String, RefreshEnd> refresh(Session session, List<Long> ids, List<DataTimeMember> members) {
        for (int i = 0; i < ids.size(); i++) {
            members.add(member(session, definitions.get(i), ids.get(i)));
        }
        int pid = session.backendPid();
        home.run(audit -> ids.forEach(id -> refreshes.setBackend(audit, id, pid)));
        return new DataTimeWork(home, refreshes, views, context, session, members).run();
    }

    private RunOutcome broken(RuntimeException e, List<Long> ids, List<DataTimeMember> members) {
        boolean passes = RefreshErrors.endsAttempt(e, context);
        RefreshEnd end = passes ? RefreshErrors.endedEarly(e) : RefreshErrors.failed(e);
        end(ids, members, definitions.stream().map(definition -> end).toList());
        if (passes) {
            throw e;
        }
        return new RunOutcome.Failed(RunError.of(e));
    }

    private List<Long> start() {
        return home.transaction(audit -> definitions.stream()
                .map(definition -> refreshes
                        .start(
                                audit,
                                definition.name(),
                                group,
                                context.run().id(),
                                context.attemptId(),
                                context.nodeId())
                        .orElseThrow(() -> RefreshErrors.fenced(context, definition.name())))
                .toList());
    }

    private DataTimeMember member(Session session, ViewDefinition definition, long id) {
        return new DataTimeMember(
                definition,
                id,
                new LockWaits(home, refreshes, views, session, id, definition, context.log()),
                observer.refreshBegins(
                        new RefreshBegin(definition.name(), group, context.run().id(), context.attemptId())));
    }

    /** What becomes of a view when another one failed. */
    private static RefreshEnd aborted(Map<String, RefreshEnd> ends) {
        String failed = ends.entrySet().stream()
                .filter(end -> end.getValue().outcome() instanceof ViewOutcome.Failed)
                .map(end -> end.getKey() + " failed: " + end.getValue().message())
                .findFirst()
                .orElse("it was not begun");
        return RefreshEnd.failed(RunError.of("not refreshed, as its group has one data time and " + failed, null));
    }

    private static RunOutcome outcome(Map<String, RefreshEnd> ends) {
        for (Map.Entry<String, RefreshEnd> end : ends.entrySet()) {
            if (end.getValue().outcome() instanceof ViewOutcome.Failed failed) {
                RunError error = failed.error();
                return new RunOutcome.Failed(new RunError(
                        error.sqlState(),
                        "no view was refreshed, as they have one data time and %s failed: %s"
                                .formatted(end.getKey(), error.message()),
                        error.detail(),
                        error.hint(),
                        null,
                        error.advice()));
            }
        }
        return new RunOutcome.Succeeded(null, false);
    }

    /** An interrupt, as by a cancel, must not keep the ends from being written. */
    private void end(List<Long> ids, List<DataTimeMember> members, List<RefreshEnd> ends) {
        boolean interrupted = Thread.interrupted();
        try {
            Map<Long, RefreshEnd> byId = new LinkedHashMap<>();
            for (int i = 0; i < ids.size(); i++) {
                byId.put(ids.get(i), ends.get(i));
            }
            members.forEach(member -> {
                RefreshEnd end = byId.get(member.refreshId());
                if (end != null) {
                    member.watch().ended(end.result());
                    log(member.name(), end);
                }
            });
            boolean ended = home.transaction(audit -> {
                boolean all = true;
                for (Map.Entry<Long, RefreshEnd> end : byId.entrySet()) {
                    all &= refreshes.end(audit, end.getKey(), context.attemptId(), end.getValue());
                }
                return all;
            });
            if (!ended) {
                throw RefreshErrors.fenced(context, "group " + group);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void log(String view, RefreshEnd end) {
        switch (end.outcome()) {
            case ViewOutcome.Refreshed refreshed ->
                context.log().info(view + ": " + end.status().id() + ", rows: " + end.rowCount());
            case ViewOutcome.Skipped skipped -> context.log().warn(view + ": skipped, " + skipped.reason());
            case ViewOutcome.Failed failed -> context.log().error(view + ": failed, " + end.message());
        }
    }
}
