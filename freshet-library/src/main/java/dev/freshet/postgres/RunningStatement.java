// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;

/**
 * A statement that may run long: one thread executes it, another may read its notices meanwhile.
 *
 * <p>The driver appends notices to the statement as they arrive (since 42.2.3), so a watcher sees them before the
 * statement ends.
 */
public final class RunningStatement implements AutoCloseable {

    private final Session session;
    private final PreparedStatement statement;
    private final List<String> names;
    private final String sql;
    private @Nullable SQLWarning lastRead;

    RunningStatement(Session session, PreparedStatement statement, List<String> names, String sql) {
        this.session = session;
        this.statement = statement;
        this.names = names;
        this.sql = sql;
    }

    /** The named parameters the statement uses, each once. */
    public List<String> parameters() {
        return names.stream().distinct().toList();
    }

    /**
     * Executes with text values whose types PostgreSQL infers.
     *
     * @return rows affected by the statements together
     */
    public long execute(Map<String, @Nullable String> values) {
        try {
            int position = 1;
            for (String name : names) {
                statement.setObject(position++, values.get(name), Types.OTHER);
            }
            long affected = 0;
            boolean isResultSet = statement.execute();
            while (true) {
                int count = isResultSet ? -1 : statement.getUpdateCount();
                if (!isResultSet && count == -1) {
                    return affected;
                }
                session.count(1);
                affected += Math.max(0, count);
                isResultSet = statement.getMoreResults();
            }
        } catch (SQLException e) {
            throw new DatabaseException(e, sql);
        }
    }

    /** Notices that arrived since the last call. One reader at a time. */
    public List<Notice> readNotices() {
        try {
            List<Notice> notices = new ArrayList<>();
            SQLWarning next = lastRead == null ? statement.getWarnings() : lastRead.getNextWarning();
            while (next != null) {
                notices.add(notice(next));
                lastRead = next;
                next = next.getNextWarning();
            }
            return notices;
        } catch (SQLException e) {
            return List.of();
        }
    }

    private static Notice notice(SQLWarning warning) {
        String severity = "NOTICE";
        if (warning instanceof PSQLWarning postgres && postgres.getServerErrorMessage() != null) {
            severity =
                    Objects.requireNonNullElse(postgres.getServerErrorMessage().getSeverity(), severity);
        }
        return new Notice(severity, String.valueOf(warning.getMessage()));
    }

    @Override
    public void close() {
        try {
            statement.close();
        } catch (SQLException e) {
            // The connection is gone; so is the statement.
            return;
        }
    }

    /** A message the server sent while the statement ran; severity as PostgreSQL names it ({@code NOTICE}, …). */
    public record Notice(String severity, String message) {}
}
