// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.ViewDefinition;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.PostgresError;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said of refreshes that went wrong. */
final class RefreshErrors {

    private static final List<String> NAME_NOT_FOUND = List.of("42883", "42P01", "42704", "3F000");

    private RefreshErrors() {}

    /** PostgreSQL's error, with the advice that fits what was found before. */
    static RunError of(PostgresError error, List<ViewFinding> findings) {
        if (error.sqlState().equals("21000")) {
            // PostgreSQL's detail is a whole row of the view, which does not belong into logs.
            return new RunError(
                    error.sqlState(),
                    error.message(),
                    null,
                    error.hint(),
                    null,
                    "Make the view's query give each row once, for example by SELECT DISTINCT.");
        }
        String searchPath = findings.stream()
                .filter(finding -> finding.kind() == ViewFinding.Kind.SEARCH_PATH)
                .map(finding -> String.valueOf(finding.ddl()))
                .collect(Collectors.joining("\n"));
        boolean advise = NAME_NOT_FOUND.contains(error.sqlState()) && !searchPath.isEmpty();
        return RunError.of(error, advise ? searchPath : null);
    }

    static RunError lockTimeout(DatabaseException e, ViewDefinition view, int lockWaits, @Nullable String blockers) {
        LockPatience patience = LockPatience.of(view);
        String who = blockers == null ? "nobody was seen in the way" : "in the way: " + blockers;
        String message = "%s: gave up waiting for a lock after %d ms, try %d of %d; %s"
                .formatted(view.name(), patience.timeout().toMillis(), lockWaits, patience.retries() + 1, who);
        return new RunError(
                e.error().sqlState(),
                message,
                e.error().message(),
                null,
                null,
                "End the session in the way, refresh at a quieter time, or raise lock-timeout or lock-retries.");
    }

    static @Nullable String blockers(List<Blocker> seen) {
        return seen.isEmpty() ? null : seen.stream().map(Blocker::text).collect(Collectors.joining("; "));
    }

    static RefreshEnd failed(RuntimeException e) {
        boolean lost =
                e instanceof DatabaseException database && database.error().isConnectionLost();
        return lost ? RefreshEnd.lost(RunError.of(e)) : RefreshEnd.failed(RunError.of(e));
    }

    /** A cancel or a timeout ends the statement; a node that stops or is fenced drops the connection. */
    static RefreshEnd endedEarly(RuntimeException e) {
        RunError error = RunError.of(e);
        boolean dropped =
                isFenced(e) || (error.sqlState() != null && error.sqlState().startsWith("08"));
        return dropped
                ? RefreshEnd.lost(detailed(error, "the node stopped or was no longer in charge"))
                : RefreshEnd.failed(detailed(error, "the run was cancelled or its timeout ran out"));
    }

    /** Whether it ends the attempt, rather than being a failure of the view. */
    static boolean endsAttempt(RuntimeException e, RunContext context) {
        return context.isCancelRequested() || isFenced(e) || e instanceof CancellationException;
    }

    static FreshetException fenced(RunContext context, String what) {
        return new FreshetException(
                ErrorCode.FENCED,
                "Attempt %d of run %d is no longer in charge; it must not refresh %s"
                        .formatted(context.attemptId(), context.run().id(), what));
    }

    private static boolean isFenced(RuntimeException e) {
        return e instanceof FreshetException freshet && freshet.code() == ErrorCode.FENCED;
    }

    private static RunError detailed(RunError error, String message) {
        return new RunError(error.sqlState(), message, error.message(), null, null, null);
    }
}
