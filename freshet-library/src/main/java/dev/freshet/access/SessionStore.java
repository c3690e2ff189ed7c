// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.util.List;
import java.util.Optional;

/** All SQL about {@code freshet.session}. */
public final class SessionStore {

    /** Notes the request at most once a minute, so that reading stays reading. */
    private static final String FIND_VALID = """
        WITH valid AS (
          SELECT s.id, s.user_id, u.name, u.display_name, u.role, s.method, s.remote_address, s.user_agent,
                 s.created_at, s.last_seen_at, s.expires_at
          FROM freshet.session s JOIN freshet.user_account u ON u.id = s.user_id
          WHERE s.hash = :hash AND u.disabled_at IS NULL AND s.expires_at > clock_timestamp()
            AND s.last_seen_at > clock_timestamp() - :idle::interval
        ), seen AS (
          UPDATE freshet.session s SET last_seen_at = clock_timestamp()
          FROM valid v
          WHERE s.id = v.id AND v.last_seen_at < clock_timestamp() - interval '1 minute'
        )
        SELECT id, user_id, name, display_name, role, method, remote_address, user_agent, created_at, last_seen_at,
               expires_at
        FROM valid
        """;

    private static final String IS_VALID = """
        SELECT EXISTS (
          SELECT FROM freshet.session s JOIN freshet.user_account u ON u.id = s.user_id
          WHERE s.hash = :hash AND u.disabled_at IS NULL AND s.expires_at > clock_timestamp()
            AND s.last_seen_at > clock_timestamp() - :idle::interval
        ) AS valid
        """;

    private static final String LIST_OF_USER = """
        SELECT s.id, s.user_id, u.name, u.display_name, u.role, s.method, s.remote_address, s.user_agent,
               s.created_at, s.last_seen_at, s.expires_at
        FROM freshet.session s JOIN freshet.user_account u ON u.id = s.user_id
        WHERE s.user_id = :user AND s.expires_at > clock_timestamp()
          AND s.last_seen_at > clock_timestamp() - :idle::interval
        ORDER BY s.last_seen_at DESC, s.id DESC
        """;

    private static final String INSERT = """
        INSERT INTO freshet.session (hash, user_id, method, remote_address, user_agent, expires_at)
        VALUES (:hash, :user, :method, :address, :agent, clock_timestamp() + :longest::interval)
        """;

    private static final String DELETE_BY_HASH = "DELETE FROM freshet.session WHERE hash = :hash";

    private static final String DELETE_ONE = "DELETE FROM freshet.session WHERE id = :id AND user_id = :user";

    private static final String DELETE_OF_USER = "DELETE FROM freshet.session WHERE user_id = :user";

    private static final String DELETE_ENDED = """
        DELETE FROM freshet.session
        WHERE expires_at <= clock_timestamp() OR last_seen_at <= clock_timestamp() - :idle::interval
        """;

    private final SessionPolicy policy;

    public SessionStore(SessionPolicy policy) {
        this.policy = policy;
    }

    /** The session of a cookie, unless it ended or its user was disabled. */
    public Optional<UserSession> findValid(Session session, Secret secret) {
        return session.query(FIND_VALID)
                .bind("hash", secret.hash())
                .bind("idle", policy.idle())
                .first(SessionStore::userSession);
    }

    /** Whether the session of a cookie has not ended. That somebody asks is no sign of life of its user. */
    public boolean isValid(Session session, Secret secret) {
        return session.query(IS_VALID)
                .bind("hash", secret.hash())
                .bind("idle", policy.idle())
                .one(row -> row.bool("valid"));
    }

    /** A user's sessions that have not ended, the one seen last first. */
    public List<UserSession> listOfUser(Session session, long user) {
        return session.query(LIST_OF_USER)
                .bind("user", user)
                .bind("idle", policy.idle())
                .list(SessionStore::userSession);
    }

    Secret create(Session session, long user, String method, LoginOrigin origin) {
        Secret secret = Secret.random();
        session.query(INSERT)
                .bind("hash", secret.hash())
                .bind("user", user)
                .bind("method", method)
                .bind("address", origin.remoteAddress())
                .bind("agent", origin.userAgent())
                .bind("longest", policy.longest())
                .execute();
        return secret;
    }

    void delete(Session session, Secret secret) {
        session.query(DELETE_BY_HASH).bind("hash", secret.hash()).execute();
    }

    /** False where it ended, or is somebody else's. */
    boolean delete(Session session, long user, long id) {
        return session.query(DELETE_ONE).bind("user", user).bind("id", id).execute() > 0;
    }

    int deleteOfUser(Session session, long user) {
        return session.query(DELETE_OF_USER).bind("user", user).execute();
    }

    int deleteEnded(Session session) {
        return session.query(DELETE_ENDED).bind("idle", policy.idle()).execute();
    }

    private static UserSession userSession(Row row) {
        return new UserSession(
                row.number("id"),
                row.number("user_id"),
                row.text("name"),
                row.text("display_name"),
                Role.of(row.text("role")),
                row.text("method"),
                row.text("remote_address"),
                row.text("user_agent"),
                row.instant("created_at"),
                row.instant("last_seen_at"),
                row.instant("expires_at"));
    }
}
