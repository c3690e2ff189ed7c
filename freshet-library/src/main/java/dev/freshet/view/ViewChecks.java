// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.RefreshMode;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import dev.freshet.view.ViewFinding.Kind;
import dev.freshet.view.ViewRowStore.KeyGuess;
import dev.freshet.view.ViewRowStore.NullCount;
import dev.freshet.view.ViewStore.Privileges;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks, before a refresh, at what it needs and at what will bite, and names the DDL that mends each. */
public final class ViewChecks {

    /** From here on {@code search_path} is restricted during a refresh, and MAINTAIN can be granted. */
    private static final int VERSION_17 = 170_000;

    private final ViewStore views;
    private final ViewRowStore rows = new ViewRowStore();

    public ViewChecks(ViewStore views) {
        this.views = views;
    }

    /** As {@link #check(Session, MaterializedView)}, and what a refresh in the given mode alone needs. */
    List<ViewFinding> check(Session session, MaterializedView view, RefreshMode mode) {
        List<ViewFinding> findings = check(session, view);
        if (mode == RefreshMode.SWAP) {
            views.findSwapObstacle(session, view)
                    .map(obstacle -> new ViewFinding(Kind.SWAP, obstacle.reason(), obstacle.ddl()))
                    .ifPresent(findings::add);
        }
        return findings;
    }

    /** Everything found about the view as it is now. Reads rows only as far as a bounded effort allows. */
    public List<ViewFinding> check(Session session, MaterializedView view) {
        Privileges privileges = views.privileges(session, view);
        boolean readable = privileges.readable() && view.populated();
        List<ViewFinding> findings = new ArrayList<>();
        if (!privileges.refreshable()) {
            findings.add(privilege(view, privileges));
        }
        if (!view.populated()) {
            findings.add(new ViewFinding(
                    Kind.UNPOPULATED,
                    view.name() + " has never been filled, and the first refresh cannot be concurrent",
                    "REFRESH MATERIALIZED VIEW " + view.quotedName() + ";"));
        }
        if (view.usableIndexes().isEmpty()) {
            findings.add(uniqueIndex(session, view, readable));
        } else if (readable) {
            nullKey(session, view).ifPresent(findings::add);
        }
        if (privileges.version() >= VERSION_17) {
            views.listFunctionsWithoutSearchPath(session, view).stream()
                    .map(function -> new ViewFinding(
                            Kind.SEARCH_PATH,
                            "%s uses function %s, which has no search_path of its own: during a refresh PostgreSQL 17 and later look only into pg_catalog and pg_temp, so every name in its body must be qualified"
                                    .formatted(view.name(), function.signature()),
                            "ALTER FUNCTION %s SET search_path = %s;"
                                    .formatted(function.signature(), function.searchPath())))
                    .forEach(findings::add);
        }
        return findings;
    }

    private static ViewFinding privilege(MaterializedView view, Privileges privileges) {
        boolean maintain = privileges.version() >= VERSION_17;
        String message =
                "role %s may not refresh %s: it belongs to %s".formatted(privileges.who(), view.name(), view.owner());
        String ddl = maintain
                ? "GRANT MAINTAIN ON " + view.quotedName() + " TO " + privileges.quotedWho() + ";"
                : "GRANT " + privileges.quotedOwner() + " TO " + privileges.quotedWho() + ";";
        return new ViewFinding(Kind.PRIVILEGE, message, ddl);
    }

    private ViewFinding uniqueIndex(Session session, MaterializedView view, boolean readable) {
        Optional<ViewIndex> invalid =
                view.indexes().stream().filter(ViewIndex::isMendable).findFirst();
        if (invalid.isPresent()) {
            return new ViewFinding(
                    Kind.UNIQUE_INDEX,
                    "the unique index %s of %s is not valid: its build failed or still runs"
                            .formatted(invalid.get().name(), view.name()),
                    "REINDEX INDEX CONCURRENTLY " + invalid.get().quotedName() + ";");
        }
        String others = view.indexes().stream()
                .filter(ViewIndex::unique)
                .map(index -> index.name() + ": " + index.whyUnusable().orElse("usable"))
                .collect(Collectors.joining("; "));
        String message = view.name() + " has no unique index on plain columns that covers every row"
                + (others.isEmpty() ? "" : " (" + others + ")");
        Optional<KeyGuess> key = readable ? guessKey(session, view) : Optional.empty();
        String columns = key.map(guess -> ViewRowStore.list(guess.columns())
                        + (guess.verified() ? "" : " /* unique in a sample: check first */"))
                .orElse("/* the columns that identify a row */");
        return new ViewFinding(
                Kind.UNIQUE_INDEX,
                message,
                "CREATE UNIQUE INDEX CONCURRENTLY ON %s (%s);".formatted(view.quotedName(), columns));
    }

    private Optional<ViewFinding> nullKey(Session session, MaterializedView view) {
        Set<String> columns = new LinkedHashSet<>();
        view.usableIndexes().forEach(index -> columns.addAll(index.columns()));
        NullCount count = unlessLocked(() -> rows.countNulls(session, view, columns));
        if (count == null || count.nulls() == 0) {
            return Optional.empty();
        }
        String message =
                "%d of %d rows%s of %s have NULL in a column of its unique key (%s): each refresh rewrites them"
                        .formatted(
                                count.nulls(),
                                count.rows(),
                                count.sampled() ? " (a sample)" : "",
                                view.name(),
                                String.join(", ", columns));
        if (count.nulls() * 2 > count.rows()) {
            message += ", and as most rows have it, the time of a concurrent refresh grows with the square of the rows";
        }
        return Optional.of(new ViewFinding(
                Kind.NULL_KEY, message + "; give the key columns a value in the view's query with coalesce()", null));
    }

    private Optional<KeyGuess> guessKey(Session session, MaterializedView view) {
        Optional<KeyGuess> guess = unlessLocked(() -> rows.guessKey(session, view));
        return guess == null ? Optional.empty() : guess;
    }

    /** What rows would tell is not worth waiting for: nothing is known of a view that is locked. */
    private static <T> @Nullable T unlessLocked(Supplier<T> question) {
        try {
            return question.get();
        } catch (DatabaseException e) {
            if (e.error().isLockTimeout()) {
                return null;
            }
            throw e;
        }
    }
}
