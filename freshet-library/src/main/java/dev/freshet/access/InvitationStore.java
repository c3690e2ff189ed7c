// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All SQL about {@code freshet.invitation}. */
public final class InvitationStore {

    private static final String FIND_OPEN = """
        SELECT i.id, i.purpose, i.user_id, u.name, i.expires_at
        FROM freshet.invitation i LEFT JOIN freshet.user_account u ON u.id = i.user_id
        WHERE i.hash = :hash AND i.used_at IS NULL AND (i.expires_at IS NULL OR i.expires_at > clock_timestamp())
          AND u.disabled_at IS NULL
        """;

    /** The row's lock decides which of two that come at once is first. */
    private static final String USE = """
        UPDATE freshet.invitation SET used_at = clock_timestamp()
        WHERE hash = :hash AND used_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())
        """;

    private static final String USE_UP_FIRST = """
        UPDATE freshet.invitation SET used_at = clock_timestamp() WHERE purpose = 'first-admin' AND used_at IS NULL
        """;

    private static final String INSERT = """
        INSERT INTO freshet.invitation (hash, purpose, user_id, created_by, expires_at)
        VALUES (:hash, :purpose, :user, :createdBy, clock_timestamp() + :validity::interval)
        """;

    private static final String DELETE_OPEN_OF_USER =
            "DELETE FROM freshet.invitation WHERE user_id = :user AND used_at IS NULL";

    private static final String DELETE_OPEN = "DELETE FROM freshet.invitation WHERE hash = :hash AND used_at IS NULL";

    private static final String DELETE_PAST = """
        DELETE FROM freshet.invitation
        WHERE used_at < clock_timestamp() - interval '30 days' OR expires_at < clock_timestamp() - interval '30 days'
        """;

    /** The link of a key, unless it is unknown, used or expired, or its user is disabled. */
    public Optional<Invitation> findOpen(Session session, Secret key) {
        return session.query(FIND_OPEN).bind("hash", key.hash()).first(InvitationStore::invitation);
    }

    /**
     * Makes a link.
     *
     * @param validity how long it may be used, or null for ever
     */
    Secret create(
            Session session,
            Invitation.Purpose purpose,
            @Nullable Long user,
            String createdBy,
            @Nullable Duration validity) {
        Secret key = Secret.random();
        session.query(INSERT)
                .bind("hash", key.hash())
                .bind("purpose", purpose.id())
                .bind("user", user)
                .bind("createdBy", createdBy)
                .bind("validity", validity)
                .execute();
        return key;
    }

    /** Takes the link; false for all but one of those who try. */
    boolean use(Session session, Secret key) {
        return session.query(USE).bind("hash", key.hash()).execute() > 0;
    }

    void useUpFirst(Session session) {
        session.execute(USE_UP_FIRST);
    }

    void withdrawOfUser(Session session, long user) {
        session.query(DELETE_OPEN_OF_USER).bind("user", user).execute();
    }

    void withdraw(Session session, Secret key) {
        session.query(DELETE_OPEN).bind("hash", key.hash()).execute();
    }

    int deletePast(Session session) {
        return session.query(DELETE_PAST).execute();
    }

    private static Invitation invitation(Row row) {
        return new Invitation(
                row.number("id"),
                Invitation.Purpose.of(row.text("purpose")),
                row.nullableNumber("user_id"),
                row.nullableText("name"),
                row.nullableInstant("expires_at"));
    }
}
