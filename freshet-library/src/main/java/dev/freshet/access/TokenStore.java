// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import dev.freshet.postgres.Database;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bearer tokens of a Freshet database. Thread-safe. */
public final class TokenStore {

    private static final String INSERT_TOKEN = """
        INSERT INTO freshet.api_token (name, hash, role, jobs, created_by, expires_at)
        VALUES (:name, :hash, :role, nullif(:jobs::text[], '{}'), :created_by, :expires_at)
        ON CONFLICT (hash) DO NOTHING
        RETURNING id, name, role, jobs, created_at, created_by, expires_at, revoked_at, last_used_at
        """;

    /** Notes the use at most once a minute, so that reading stays reading. */
    private static final String FIND_VALID_TOKEN = """
        WITH valid AS (
          SELECT id, name, role, jobs, created_at, created_by, expires_at, revoked_at, last_used_at
          FROM freshet.api_token
          WHERE hash = :hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())
        ), used AS (
          UPDATE freshet.api_token t SET last_used_at = clock_timestamp()
          FROM valid v
          WHERE t.id = v.id AND (v.last_used_at IS NULL OR v.last_used_at < clock_timestamp() - interval '1 minute')
        )
        SELECT id, name, role, jobs, created_at, created_by, expires_at, revoked_at, last_used_at FROM valid
        """;

    private static final String LIST_TOKENS = """
        SELECT id, name, role, jobs, created_at, created_by, expires_at, revoked_at, last_used_at
        FROM freshet.api_token
        ORDER BY id
        """;

    private static final String REVOKE_TOKEN = """
        UPDATE freshet.api_token SET revoked_at = clock_timestamp() WHERE id = :id AND revoked_at IS NULL
        RETURNING id, name, role, jobs, created_at, created_by, expires_at, revoked_at, last_used_at
        """;

    private static final String HAS_TOKENS = "SELECT EXISTS (SELECT FROM freshet.api_token) AS found";

    private final Database database;

    public TokenStore(Database database) {
        this.database = database;
    }

    /** Makes a token with a new random secret, which is shown this once. */
    public NewToken create(String name, Role role, String createdBy, @Nullable Instant expiresAt) {
        return database.call(session -> create(session, name, role, List.of(), createdBy, expiresAt));
    }

    NewToken create(
            Session session, String name, Role role, List<String> jobs, String createdBy, @Nullable Instant expiresAt) {
        TokenSecret secret = TokenSecret.random();
        return new NewToken(
                insert(session, secret, name, role, jobs, createdBy, expiresAt).orElseThrow(), secret);
    }

    /** Lets in a secret that somebody chose; one that is known already, even as revoked, stays as it is. */
    public void createIfUnknown(TokenSecret secret, String name, Role role, String createdBy) {
        database.run(session -> insert(session, secret, name, role, List.of(), createdBy, null));
    }

    /** The token of a secret, unless it is unknown, expired or revoked. */
    public Optional<ApiToken> findValid(TokenSecret secret) {
        return database.call(session ->
                session.query(FIND_VALID_TOKEN).bind("hash", secret.hash()).first(TokenStore::token));
    }

    public List<ApiToken> list() {
        return database.call(session -> session.query(LIST_TOKENS).list(TokenStore::token));
    }

    /** Refuses the token from now on; false where it does not exist or was revoked before. */
    public boolean revoke(long id) {
        return database.call(session -> revoke(session, id)).isPresent();
    }

    /** The token that was revoked. */
    Optional<ApiToken> revoke(Session session, long id) {
        return session.query(REVOKE_TOKEN).bind("id", id).first(TokenStore::token);
    }

    /** Whether there was ever a token. */
    public boolean hasAny() {
        return database.call(session -> session.query(HAS_TOKENS).one(row -> row.bool("found")));
    }

    private static Optional<ApiToken> insert(
            Session session,
            TokenSecret secret,
            String name,
            Role role,
            List<String> jobs,
            String createdBy,
            @Nullable Instant expiresAt) {
        return session.query(INSERT_TOKEN)
                .bind("name", name)
                .bind("hash", secret.hash())
                .bind("role", role.id())
                .bind("jobs", jobs)
                .bind("created_by", createdBy)
                .bind("expires_at", expiresAt)
                .first(TokenStore::token);
    }

    private static ApiToken token(Row row) {
        return new ApiToken(
                row.number("id"),
                row.text("name"),
                Role.of(row.text("role")),
                row.texts("jobs"),
                row.instant("created_at"),
                row.text("created_by"),
                row.nullableInstant("expires_at"),
                row.nullableInstant("revoked_at"),
                row.nullableInstant("last_used_at"));
    }

    /** A token with the secret that is never shown again. */
    public record NewToken(ApiToken token, TokenSecret secret) {}
}
