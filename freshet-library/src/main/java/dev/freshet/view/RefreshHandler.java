// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.DataTime;
import dev.freshet.definition.JobSpec;
import dev.freshet.definition.RefreshMode;
import dev.freshet.definition.ViewDefinition;
import dev.freshet.event.NodeObserver;
import dev.freshet.job.AttemptListener;
import dev.freshet.job.JobHandler;
import dev.freshet.job.LogContext;
import dev.freshet.job.Run;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.job.RunOutcome;
import dev.freshet.job.RunQueries;
import dev.freshet.lineage.LineageStore;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Carries out jobs of type {@code refresh}: one view, or a group of them. */
public final class RefreshHandler implements JobHandler, AttemptListener {

    private final Database home;
    private final Function<String, Optional<ViewDefinition>> definitions;
    private final NodeObserver observer;
    private final ViewStore views = new ViewStore();
    private final RefreshStore refreshes = new RefreshStore();
    private final LineageStore lineage = new LineageStore();
    private final RunQueries runs = new RunQueries();

    /**
     * Creates the handler.
     *
     * @param home where the audit and the views are
     * @param definitions the views' definitions in force, by name; a view without one is refreshed as {@code auto}
     */
    public RefreshHandler(
            Database home, Function<String, Optional<ViewDefinition>> definitions, NodeObserver observer) {
        this.home = home;
        this.definitions = definitions;
        this.observer = observer;
    }

    @Override
    public RunOutcome run(RunContext context) {
        if (!(context.job().spec() instanceof JobSpec.Refresh spec)) {
            throw new IllegalArgumentException("Job " + context.job().name() + " is no refresh but "
                    + context.job().spec().type());
        }
        home.run(refreshes::closeAbandoned);
        Set<String> done = home.call(audit -> doneBefore(audit, context));
        done.retainAll(spec.views());
        if (!done.isEmpty() && spec.dataTime() == DataTime.EACH) {
            context.log().info("already refreshed by an earlier attempt: " + String.join(", ", done));
        }
        RefreshOrder order = home.call(session -> RefreshOrder.read(session, views, lineage, spec.views()));
        if (spec.dataTime() == DataTime.ONE) {
            return ofOneDataTime(spec, context, order, done);
        }
        GroupRefresh group = new GroupRefresh(spec, context, order, done, view -> refresh(view, spec, context));
        Map<String, RunError> failures = group.run();
        if (!group.left().isEmpty()) {
            context.log().warn("not refreshed yet: " + String.join(", ", group.left()));
            return new RunOutcome.Stopped();
        }
        return failures.isEmpty()
                ? new RunOutcome.Succeeded(null, false)
                : new RunOutcome.Failed(summary(spec, failures));
    }

    /** All or none, so what was done of a part of them counts for nothing. */
    private RunOutcome ofOneDataTime(JobSpec.Refresh spec, RunContext context, RefreshOrder order, Set<String> done) {
        if (done.containsAll(spec.views())) {
            return new RunOutcome.Succeeded(null, false);
        }
        List<ViewDefinition> inOrder =
                order.views().stream().map(view -> definition(view, spec)).toList();
        try (LogContext logs = LogContext.of(context)) {
            return new DataTimeRefresh(home, refreshes, views, context, spec.group(), inOrder, observer).run();
        }
    }

    /** The views that earlier attempts of this run refreshed, and the runs that it resumes. */
    private Set<String> doneBefore(Session audit, RunContext context) {
        Run run = context.run();
        Set<String> done = refreshes.succeededBefore(audit, run.id(), context.attemptId(), run.queuedAt());
        Optional<Run> resumed = resumed(audit, run);
        while (resumed.isPresent()) {
            Run earlier = resumed.get();
            done.addAll(refreshes.succeededBefore(audit, earlier.id(), context.attemptId(), earlier.queuedAt()));
            resumed = resumed(audit, earlier);
        }
        return done;
    }

    private Optional<Run> resumed(Session session, Run run) {
        Long id = run.resumesRunId();
        return id == null ? Optional.empty() : runs.find(session, id);
    }

    /** Closes the audit rows a lost attempt left running. */
    @Override
    public void attemptLost(Session session, long runId, long attemptId, String reason) {
        refreshes.markLost(session, runId, attemptId, reason);
    }

    private ViewOutcome refresh(String view, JobSpec.Refresh spec, RunContext context) {
        try (LogContext logs = LogContext.of(context)) {
            return new ViewRefresh(home, refreshes, views, context, spec.group(), definition(view, spec), observer)
                    .run();
        }
    }

    private ViewDefinition definition(String view, JobSpec.Refresh spec) {
        return definitions
                .apply(view)
                .orElseGet(() -> new ViewDefinition(
                        view,
                        spec.group(),
                        null,
                        null,
                        RefreshMode.AUTO,
                        null,
                        null,
                        ViewDefinition.DEFAULT_LOCK_TIMEOUT,
                        ViewDefinition.DEFAULT_LOCK_RETRIES,
                        false,
                        null));
    }

    /** One error for the run: of several, the SQLSTATE that most deserves another attempt. */
    private static RunError summary(JobSpec.Refresh spec, Map<String, RunError> failures) {
        if (spec.views().size() == 1) {
            return failures.values().iterator().next();
        }
        String message = "%d of %d views failed: "
                        .formatted(failures.size(), spec.views().size())
                + failures.entrySet().stream()
                        .map(failure ->
                                failure.getKey() + " (" + failure.getValue().message() + ")")
                        .collect(Collectors.joining("; "));
        String advice = failures.values().stream()
                .map(RunError::advice)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining("\n"));
        String sqlState = failures.values().stream()
                .map(RunError::sqlState)
                .filter(Objects::nonNull)
                .min((one, other) -> Boolean.compare(!isTransient(one), !isTransient(other)))
                .orElse(null);
        return new RunError(sqlState, message, null, null, null, advice.isEmpty() ? null : advice);
    }

    private static boolean isTransient(String sqlState) {
        return sqlState.startsWith("40")
                || sqlState.startsWith("08")
                || sqlState.startsWith("57P")
                || sqlState.equals("55P03");
    }
}
