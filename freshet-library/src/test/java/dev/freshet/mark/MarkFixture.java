// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import dev.freshet.definition.Definitions;
import dev.freshet.definition.RefreshMode;
import dev.freshet.definition.RetentionDefinition;
import dev.freshet.definition.ViewDefinition;
import dev.freshet.testing.FreshetDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database with marked views, refreshed step by step, and sessions that write to their sources. */
final class MarkFixture implements AutoCloseable {

    private final FreshetDatabase freshet = FreshetDatabase.create();
    private final MarkTriggers triggers = new MarkTriggers(freshet.database());
    private final List<Session> sessions = new ArrayList<>();
    private final Session own = new Session(freshet.sql().connect());
    private Definitions inForce = Definitions.empty();
    private final MarkKeeper keeper = new MarkKeeper(freshet.database(), triggers, () -> inForce);

    FreshetDatabase freshet() {
        return freshet;
    }

    MarkTriggers triggers() {
        return triggers;
    }

    void execute(String sql) {
        freshet.sql().execute(sql);
    }

    String query(String sql) {
        return own.query(sql);
    }

    /** Puts change marks on all that these views read, as an apply would. */
    void mark(String... views) {
        inForce = definitions(true, views);
        keep();
    }

    /** One round of the keeper. */
    void keep() {
        keeper.keepNow(inForce);
    }

    static Definitions definitions(@Nullable Boolean changeMarks, String... views) {
        return new Definitions(
                List.of(),
                Arrays.stream(views).map(view -> view(view, changeMarks)).toList(),
                List.of(),
                List.of(),
                RetentionDefinition.DEFAULT);
    }

    private static ViewDefinition view(String name, @Nullable Boolean changeMarks) {
        return new ViewDefinition(
                name,
                null,
                null,
                null,
                RefreshMode.AUTO,
                null,
                null,
                ViewDefinition.DEFAULT_LOCK_TIMEOUT,
                ViewDefinition.DEFAULT_LOCK_RETRIES,
                false,
                changeMarks);
    }

    /** A refresh from its first step to its last. */
    void refresh(String... views) {
        for (String view : views) {
            long refresh = begin(view);
            own.execute("REFRESH MATERIALIZED VIEW " + view);
            end(refresh, true);
        }
    }

    /** The refresh records what it is about to read. */
    long begin(String view) {
        long refresh = Long.parseLong(query(
                "INSERT INTO freshet.materialized_view_refreshes (view_name) VALUES ('" + view + "') RETURNING id"));
        own.execute("SELECT freshet.begin_reading(" + refresh + ", '" + view + "')");
        return refresh;
    }

    void end(long refresh, boolean succeeded) {
        own.execute("BEGIN; UPDATE freshet.materialized_view_refreshes SET status = '"
                + (succeeded ? "success" : "failed")
                + "', completed_at = clock_timestamp() WHERE id = " + refresh + "; SELECT freshet.end_reading("
                + refresh + ", " + succeeded + "); COMMIT");
    }

    /** What a view does not show yet: the source of the oldest change, or {@code nothing}; {@code age} and why. */
    String pending(String view) {
        return query(
                "SELECT CASE WHEN measured = 'age' THEN 'age: ' || why_age ELSE coalesce(pending_source, 'nothing') END"
                        + " FROM freshet.view_lag WHERE view_name = '" + view + "'");
    }

    /** Rows that the view has and its query has not, or the other way round. */
    String difference(String view) {
        String definition =
                query("SELECT pg_get_viewdef('" + view + "'::regclass)").replace(";", "");
        return query("SELECT count(*) FROM ((TABLE %1$s EXCEPT ALL (%2$s)) UNION ALL ((%2$s) EXCEPT ALL TABLE %1$s)) d"
                .formatted(view, definition));
    }

    /** A session that stays open until the test ends. */
    Session session() {
        Session session = new Session(freshet.sql().connect());
        sessions.add(session);
        return session;
    }

    @Override
    public void close() {
        sessions.forEach(Session::close);
        own.close();
        keeper.close();
        freshet.close();
    }

    /** A connection without commas between statements. */
    record Session(Connection connection) implements AutoCloseable {

        Session execute(String sql) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return this;
            } catch (SQLException e) {
                throw new IllegalStateException(sql + ": " + e.getMessage(), e);
            }
        }

        /** The first column of the first row; {@code null} where there is none. */
        String query(String sql) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "null";
            } catch (SQLException e) {
                throw new IllegalStateException(sql + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
