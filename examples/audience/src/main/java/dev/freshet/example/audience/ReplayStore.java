// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of a replay: rows are staged as they are, and moved in time when the last one is known. */
final class ReplayStore {

    private static final String CREATE_STAGE =
            "CREATE TEMPORARY TABLE replay_stage (LIKE timeline_analyses) ON COMMIT DROP";
    private static final String FORGET_REJECTS = "DELETE FROM replay_rejects";
    private static final String COPY_EVENTS = """
        COPY pg_temp.replay_stage
            (id, user_id, target_did, flow_data, clout_data, kudos_data, pulse_data, analyzed_at) FROM STDIN
        """;
    private static final String COPY_REJECTS = "COPY replay_rejects (line, reason, raw) FROM STDIN";
    // Seconds, not days: adding days would depend on the session's time zone.
    private static final String REMEMBER_SHIFT = """
        INSERT INTO replay_state (source, time_shift, last_event_at, first_replay_at)
        SELECT ?, make_interval(secs => extract(epoch FROM now() - max(analyzed_at))::float8), max(analyzed_at), now()
        FROM pg_temp.replay_stage
        HAVING count(*) > 0
        ON CONFLICT (source) DO NOTHING
        """;
    private static final String SHIFT = """
        SELECT extract(epoch FROM s.time_shift), (SELECT max(analyzed_at) FROM pg_temp.replay_stage) + s.time_shift
        FROM replay_state s WHERE s.source = ?
        """;
    private static final String INSERT_EVENTS = """
        INSERT INTO timeline_analyses
            (id, user_id, target_did, flow_data, clout_data, kudos_data, pulse_data, analyzed_at)
        SELECT r.id, r.user_id, r.target_did, r.flow_data, r.clout_data, r.kudos_data, r.pulse_data,
               r.analyzed_at + s.time_shift
        FROM pg_temp.replay_stage r CROSS JOIN replay_state s
        WHERE s.source = ?
        ORDER BY r.analyzed_at, r.id
        ON CONFLICT DO NOTHING
        """;

    private ReplayStore() {}

    static void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE_STAGE);
            statement.execute(FORGET_REJECTS);
        }
    }

    static void stage(Connection connection, CopyText events, CopyText rejects) throws SQLException {
        events.send(connection, COPY_EVENTS);
        rejects.send(connection, COPY_REJECTS);
    }

    /** Fixes how far a source is moved, unless an earlier replay did. */
    static void rememberShift(Connection connection, String source) throws SQLException {
        update(connection, REMEMBER_SHIFT, source);
    }

    /** How far a source is moved; empty when it never held an event. */
    static Optional<Shift> findShift(Connection connection, String source) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SHIFT)) {
            query.setString(1, source);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Shift(
                                Duration.ofNanos(
                                        rows.getBigDecimal(1).movePointRight(9).longValue()),
                                instant(rows.getObject(2, OffsetDateTime.class))))
                        : Optional.empty();
            }
        }
    }

    /** Turns the staged rows into analyses and says how many are new. */
    static long insertEvents(Connection connection, String source) throws SQLException {
        return update(connection, INSERT_EVENTS, source);
    }

    private static long update(Connection connection, String sql, String source) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            return statement.executeLargeUpdate();
        }
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** How far a source is moved, and where that puts the last event of the file at hand. */
    record Shift(Duration by, @Nullable Instant lastEventAt) {}
}
