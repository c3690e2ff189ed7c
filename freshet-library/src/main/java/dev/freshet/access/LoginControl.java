// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import dev.freshet.audit.AuditStore;
import dev.freshet.cluster.Wakeups;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logging in and out, and what slows down guessing.
 *
 * <p>An attempt counts as failed before its password is looked at, so that a thousand at once are counted like a thousand in
 * a row. A device that its user logged in with before is counted by itself: whoever guesses elsewhere cannot lock it out.
 */
public final class LoginControl {

    /** Sent when sessions ended or changed. */
    public static final String SESSIONS = "sessions";

    private static final int TOLERATED = 5;
    private static final int TOLERATED_ANYWHERE = 25;
    private static final Duration WAIT_OF_ADDRESS = Duration.ofSeconds(6);
    private static final int AUDITED_EACH = 10;

    private final Database database;
    private final AuditStore audit;
    private final SessionStore sessions;
    private final UserStore users = new UserStore();
    private final LoginAttemptStore attempts = new LoginAttemptStore();

    public LoginControl(Database database, AuditStore audit, SessionStore sessions) {
        this.database = database;
        this.audit = audit;
        this.sessions = sessions;
    }

    /** Counts an attempt, and says whether the password may be looked at. */
    public LoginAttempt begin(String name, LoginOrigin origin) {
        String account = LoginAttemptStore.account(name);
        return database.transaction(session -> {
            Secret device = origin.device();
            boolean known = device != null && attempts.isKnown(session, account, device);
            String source = known && device != null ? LoginAttemptStore.source(device) : origin.remoteAddress();
            if (!known && !attempts.pour(session, origin.remoteAddress())) {
                return new LoginAttempt.Refused(WAIT_OF_ADDRESS);
            }
            Optional<LoginAttemptStore.Counted> counted = attempts.count(session, account, source, TOLERATED);
            if (counted.isEmpty()) {
                return refused(session, account, source);
            }
            if (!known
                    && attempts.count(session, account, LoginAttemptStore.ANYWHERE, TOLERATED_ANYWHERE)
                            .isEmpty()) {
                return refused(session, account, LoginAttemptStore.ANYWHERE);
            }
            return new LoginAttempt.Admitted(
                    account,
                    source,
                    counted.get().failures(),
                    counted.get().lockedUntil().isPresent());
        });
    }

    /**
     * The password was wrong. The audit trail gets the first of a row, the one that locks, and each tenth.
     *
     * @param user or null where there is none of the name, which is not written down: it may be a password
     */
    public void fail(LoginAttempt.Admitted attempt, @Nullable UserAccount user, LoginOrigin origin) {
        int failures = attempt.failures();
        if (failures == 1 || failures == TOLERATED || failures % AUDITED_EACH == 0) {
            String subject = user == null ? "unknown" : user.name();
            database.run(session -> audit.record(
                    session,
                    origin.actor("anonymous"),
                    attempt.locks() ? "login-locked" : "login-failed",
                    "user",
                    subject,
                    null,
                    Map.of("failures", failures)));
        }
    }

    /** The password was right: a new session, whatever the browser had before. */
    public LoggedIn succeed(
            LoginAttempt.Admitted attempt, UserAccount user, LoginOrigin origin, @Nullable Secret previous) {
        return database.transaction(session -> {
            attempts.clear(session, attempt.account(), attempt.source());
            return open(session, user, "password", origin, previous);
        });
    }

    /** The password was right, and nobody logs in by it. */
    public void clear(LoginAttempt.Admitted attempt) {
        database.run(session -> attempts.clear(session, attempt.account(), attempt.source()));
    }

    /** Ends a session by its user's wish. */
    public void logOut(Secret secret, UserSession ended, LoginOrigin origin) {
        database.transaction(session -> {
            sessions.delete(session, secret);
            audit.record(session, origin.actor(ended.userName()), "logout", "user", ended.userName(), null, Map.of());
            Wakeups.send(session, SESSIONS);
            return ended;
        });
    }

    LoggedIn open(Session session, UserAccount user, String method, LoginOrigin origin, @Nullable Secret previous) {
        if (previous != null) {
            sessions.delete(session, previous);
            Wakeups.send(session, SESSIONS);
        }
        String account = LoginAttemptStore.account(user.name());
        Secret device = origin.device();
        Secret remembered = device != null && attempts.isKnown(session, account, device) ? device : Secret.random();
        attempts.remember(session, account, remembered);
        users.noteLogin(session, user.id());
        audit.record(session, origin.actor(user.name()), "login", "user", user.name(), null, Map.of("method", method));
        return new LoggedIn(user, sessions.create(session, user.id(), method, origin), remembered);
    }

    private LoginAttempt.Refused refused(Session session, String account, String source) {
        Duration wait = attempts.lockedUntil(session, account, source)
                .map(until -> Duration.between(Instant.now(), until))
                .orElse(Duration.ZERO);
        return new LoginAttempt.Refused(wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait);
    }

    /**
     * A session that has begun.
     *
     * @param session the cookie's value
     * @param device by which the device is known from now on
     */
    public record LoggedIn(UserAccount user, Secret session, Secret device) {}
}
