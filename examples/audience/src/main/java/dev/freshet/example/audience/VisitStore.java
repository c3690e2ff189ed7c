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
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.sql.DataSource;

/** The SQL of simulated visits. */
final class VisitStore {

    static final Duration SESSION_LIFE = Duration.ofMinutes(45);
    static final Duration PROFILE_LIFE = Duration.ofHours(6);
    static final Duration RATE_LIMIT_LIFE = Duration.ofHours(1);

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('dev.freshet.example.audience'))";
    private static final String IS_EMPTY = "SELECT NOT EXISTS (SELECT FROM timeline_analyses)";
    private static final String ANALYZE = "ANALYZE timeline_analyses, sessions, profile_cache, rate_limits";
    private static final String COPY_ANALYSES = """
        COPY timeline_analyses
            (id, user_id, target_did, flow_data, clout_data, kudos_data, pulse_data, analyzed_at) FROM STDIN
        """;
    private static final String INSERT_ANALYSIS = """
        INSERT INTO timeline_analyses
            (id, user_id, target_did, flow_data, clout_data, kudos_data, pulse_data, analyzed_at)
        VALUES (?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?::jsonb, ?)
        ON CONFLICT DO NOTHING
        """;
    private static final String INSERT_SESSION = """
        INSERT INTO sessions (id, user_id, started_at, expires_at) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """;
    private static final String CACHE_PROFILE = """
        INSERT INTO profile_cache AS cached (did, profile, cached_at, expires_at)
        VALUES (?, jsonb_build_object('followers', ?::int), ?, ?)
        ON CONFLICT (did) DO UPDATE
        SET profile = excluded.profile, cached_at = excluded.cached_at, expires_at = excluded.expires_at
        WHERE cached.expires_at <= excluded.cached_at
        """;
    private static final String COUNT_REQUEST = """
        INSERT INTO rate_limits AS counted (user_id, window_start, requests, expires_at) VALUES (?, ?, 1, ?)
        ON CONFLICT (user_id, window_start) DO UPDATE SET requests = counted.requests + 1
        """;

    private VisitStore() {}

    /** Lets no other process prepare the same database until the transaction ends. */
    static void lock(Connection connection) throws SQLException {
        execute(connection, LOCK);
    }

    static boolean isEmpty(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(IS_EMPTY)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** Gives the planner its statistics; autovacuum would take a minute to notice. */
    static void analyze(Connection connection) throws SQLException {
        execute(connection, ANALYZE);
    }

    static void gather(CopyText rows, Analysis analysis) {
        rows.row(
                analysis.id(),
                analysis.userId(),
                analysis.targetDid(),
                analysis.flow(),
                analysis.clout(),
                analysis.kudos(),
                analysis.pulse(),
                analysis.analyzedAt());
    }

    static void copyAnalyses(Connection connection, CopyText rows) throws SQLException {
        rows.send(connection, COPY_ANALYSES);
    }

    /** Stores visits, all of them or none; those that are there already are left as they are. */
    static void insert(DataSource database, List<Visit> visits) throws SQLException {
        Transaction.run(database, connection -> {
            insertAnalyses(connection, visits);
            insertTraces(connection, visits);
            return visits.size();
        });
    }

    private static void insertAnalyses(Connection connection, List<Visit> visits) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_ANALYSIS)) {
            for (Visit visit : visits) {
                Analysis analysis = visit.analysis();
                insert.setObject(1, analysis.id());
                insert.setObject(2, analysis.userId());
                insert.setString(3, analysis.targetDid());
                insert.setString(4, analysis.flow());
                insert.setString(5, analysis.clout());
                insert.setString(6, analysis.kudos());
                insert.setString(7, analysis.pulse());
                insert.setObject(8, utc(analysis.analyzedAt()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Stores what the app keeps beside the analyses: sessions, cached profiles, counted requests. */
    static void insertTraces(Connection connection, List<Visit> visits) throws SQLException {
        try (PreparedStatement session = connection.prepareStatement(INSERT_SESSION);
                PreparedStatement profile = connection.prepareStatement(CACHE_PROFILE);
                PreparedStatement request = connection.prepareStatement(COUNT_REQUEST)) {
            for (Visit visit : visits) {
                Analysis analysis = visit.analysis();
                if (visit.session() != null) {
                    session.setObject(1, visit.session());
                    session.setObject(2, analysis.userId());
                    session.setObject(3, utc(visit.at()));
                    session.setObject(4, utc(visit.at().plus(SESSION_LIFE)));
                    session.addBatch();
                }
                profile.setString(1, analysis.targetDid());
                profile.setInt(2, visit.followers());
                profile.setObject(3, utc(visit.at()));
                profile.setObject(4, utc(visit.at().plus(PROFILE_LIFE)));
                profile.addBatch();
                Instant minute = visit.at().truncatedTo(ChronoUnit.MINUTES);
                request.setObject(1, analysis.userId());
                request.setObject(2, utc(minute));
                request.setObject(3, utc(minute.plus(RATE_LIMIT_LIFE)));
                request.addBatch();
            }
            session.executeBatch();
            profile.executeBatch();
            request.executeBatch();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
