// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All SQL about {@code freshet.user_account}. */
public final class UserStore {

    private static final String COLUMNS = """
        SELECT id, name, display_name, email, role, password_hash IS NOT NULL AS has_password, oidc_issuer,
               created_at, created_by, disabled_at, last_login_at
        FROM freshet.user_account
        """;

    private static final String FIND = COLUMNS + "WHERE id = :id";

    private static final String FIND_BY_NAME = COLUMNS + "WHERE lower(name) = lower(:name)";

    private static final String FIND_BY_SUBJECT = COLUMNS + "WHERE oidc_issuer = :issuer AND oidc_subject = :subject";

    private static final String LIST = COLUMNS + "ORDER BY lower(name)";

    private static final String LOCK_ADMINISTRATORS = """
        SELECT id FROM freshet.user_account
        WHERE role = 'administrator' AND disabled_at IS NULL
        ORDER BY id FOR UPDATE
        """;

    private static final String HAS_ADMINISTRATOR = """
        SELECT EXISTS (
          SELECT FROM freshet.user_account WHERE role = 'administrator' AND disabled_at IS NULL
          AND (password_hash IS NOT NULL OR oidc_issuer IS NOT NULL)
        ) AS found
        """;

    private static final String INSERT = """
        INSERT INTO freshet.user_account (name, display_name, email, role, password_hash, oidc_issuer, oidc_subject,
          created_by)
        VALUES (:name, :displayName, :email, :role, :passwordHash, :issuer, :subject, :createdBy)
        ON CONFLICT DO NOTHING
        RETURNING id
        """;

    private static final String PASSWORD_HASH = "SELECT password_hash FROM freshet.user_account WHERE id = :id";

    private static final String SET_ROLE = "UPDATE freshet.user_account SET role = :role WHERE id = :id";

    private static final String SET_DISPLAY_NAME =
            "UPDATE freshet.user_account SET display_name = :displayName WHERE id = :id";

    private static final String SET_PASSWORD = "UPDATE freshet.user_account SET password_hash = :hash WHERE id = :id";

    private static final String DISABLE = """
        UPDATE freshet.user_account SET disabled_at = clock_timestamp() WHERE id = :id AND disabled_at IS NULL
        """;

    private static final String ENABLE = """
        UPDATE freshet.user_account SET disabled_at = NULL WHERE id = :id AND disabled_at IS NOT NULL
        """;

    private static final String NOTE_LOGIN =
            "UPDATE freshet.user_account SET last_login_at = clock_timestamp() WHERE id = :id";

    public Optional<UserAccount> find(Session session, long id) {
        return session.query(FIND).bind("id", id).first(UserStore::user);
    }

    public Optional<UserAccount> findByName(Session session, String name) {
        return session.query(FIND_BY_NAME).bind("name", name).first(UserStore::user);
    }

    Optional<UserAccount> findBySubject(Session session, String issuer, String subject) {
        return session.query(FIND_BY_SUBJECT)
                .bind("issuer", issuer)
                .bind("subject", subject)
                .first(UserStore::user);
    }

    public List<UserAccount> list(Session session) {
        return session.query(LIST).list(UserStore::user);
    }

    /** Whether somebody can log in as an administrator. */
    public boolean hasAdministrator(Session session) {
        return session.query(HAS_ADMINISTRATOR).one(row -> row.bool("found"));
    }

    /** The administrators who are not disabled; none of them changes until the transaction ends. */
    List<Long> lockAdministrators(Session session) {
        return session.query(LOCK_ADMINISTRATORS).list(row -> row.number("id"));
    }

    /** Empty where the name, or the provider's subject, is taken. */
    Optional<Long> insert(
            Session session,
            NewUser user,
            @Nullable String passwordHash,
            @Nullable String issuer,
            @Nullable String subject,
            String createdBy) {
        return session.query(INSERT)
                .bind("name", user.name())
                .bind("displayName", user.displayName())
                .bind("email", user.email())
                .bind("role", user.role().id())
                .bind("passwordHash", passwordHash)
                .bind("issuer", issuer)
                .bind("subject", subject)
                .bind("createdBy", createdBy)
                .first(row -> row.number("id"));
    }

    /** What a password is compared with, or null for none. */
    public @Nullable String passwordHash(Session session, long id) {
        return session.query(PASSWORD_HASH)
                .bind("id", id)
                .first(row -> Optional.ofNullable(row.nullableText("password_hash")))
                .flatMap(hash -> hash)
                .orElse(null);
    }

    void changeRole(Session session, long id, Role role) {
        session.query(SET_ROLE).bind("role", role.id()).bind("id", id).execute();
    }

    void changeDisplayName(Session session, long id, String displayName) {
        session.query(SET_DISPLAY_NAME)
                .bind("displayName", displayName)
                .bind("id", id)
                .execute();
    }

    /** Also what a login does when the method of the stored hash is out of date. */
    public void changePassword(Session session, long id, String hash) {
        session.query(SET_PASSWORD).bind("hash", hash).bind("id", id).execute();
    }

    /** False where the user is disabled already. */
    boolean disable(Session session, long id) {
        return session.query(DISABLE).bind("id", id).execute() > 0;
    }

    /** False where the user is not disabled. */
    boolean enable(Session session, long id) {
        return session.query(ENABLE).bind("id", id).execute() > 0;
    }

    void noteLogin(Session session, long id) {
        session.query(NOTE_LOGIN).bind("id", id).execute();
    }

    private static UserAccount user(Row row) {
        return new UserAccount(
                row.number("id"),
                row.text("name"),
                row.text("display_name"),
                row.nullableText("email"),
                Role.of(row.text("role")),
                row.bool("has_password"),
                row.nullableText("oidc_issuer"),
                row.instant("created_at"),
                row.text("created_by"),
                row.nullableInstant("disabled_at"),
                row.nullableInstant("last_login_at"));
    }
}
