// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import dev.freshet.audit.Actor;
import dev.freshet.audit.AuditStore;
import dev.freshet.cluster.Wakeups;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What administrators do to users, and users to themselves. Every act is written to the audit trail in its transaction. */
public final class UserControl {

    private final Database database;
    private final AuditStore audit;
    private final SessionStore sessions;
    private final UserStore users = new UserStore();
    private final LoginAttemptStore attempts = new LoginAttemptStore();

    public UserControl(Database database, AuditStore audit, SessionStore sessions) {
        this.database = database;
        this.audit = audit;
        this.sessions = sessions;
    }

    /** Every user by name, with how long the account is locked. */
    public List<Listed> list() {
        return database.call(session -> {
            Map<String, Instant> locked = attempts.locked(session);
            return users.list(session).stream()
                    .map(user -> new Listed(user, locked.get(LoginAttemptStore.account(user.name()))))
                    .toList();
        });
    }

    public Optional<UserAccount> find(long id) {
        return database.call(session -> users.find(session, id));
    }

    /** The user, or FreshetException USER_NOT_FOUND. */
    public UserAccount load(long id) {
        return find(id).orElseThrow(() -> new FreshetException(
                ErrorCode.USER_NOT_FOUND, "There is no user " + id + ". GET /api/users lists them"));
    }

    /** The user, or FreshetException USER_NOT_FOUND. */
    public UserAccount loadByName(String name) {
        return findByName(name)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.USER_NOT_FOUND, "There is no user \"" + name + "\". GET /api/users lists them"));
    }

    public Optional<UserAccount> findByName(String name) {
        return database.call(session -> users.findByName(session, name));
    }

    /** What a password is compared with, or null for none. */
    public @Nullable String passwordHash(UserAccount user) {
        return database.<Optional<String>>call(session -> Optional.ofNullable(users.passwordHash(session, user.id())))
                .orElse(null);
    }

    /** Gives a user another role, and ends the user's sessions. */
    public void changeRole(UserAccount user, Role role, Actor actor) {
        if (user.oidcIssuer() != null) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The role of \"" + user.name() + "\" comes from " + user.oidcIssuer() + "; change it there");
        }
        act(user, actor, "change-role", Map.of("from", user.role().id(), "to", role.id()), session -> {
            if (role != Role.ADMINISTRATOR) {
                keepAnAdministrator(session, user);
            }
            users.changeRole(session, user.id(), role);
            sessions.deleteOfUser(session, user.id());
            return true;
        });
    }

    /** Lets a user in no more, from now on. */
    public void disable(UserAccount user, Actor actor) {
        act(user, actor, "disable", Map.of(), session -> {
            keepAnAdministrator(session, user);
            sessions.deleteOfUser(session, user.id());
            return users.disable(session, user.id());
        });
    }

    public void enable(UserAccount user, Actor actor) {
        act(user, actor, "enable", Map.of(), session -> users.enable(session, user.id()));
    }

    /** Forgets the failed logins of an account. */
    public void unlock(UserAccount user, Actor actor) {
        act(
                user,
                actor,
                "unlock",
                Map.of(),
                session -> attempts.clearAll(session, LoginAttemptStore.account(user.name())) > 0);
    }

    public void changeDisplayName(UserAccount user, String displayName, Actor actor) {
        NewUser.checkDisplayName(displayName);
        act(user, actor, "change-display-name", Map.of(), session -> {
            users.changeDisplayName(session, user.id(), displayName.strip());
            return true;
        });
    }

    /** Sets another password: every session of the user ends, and the one that asked goes on under another secret. */
    public Secret changePassword(UserAccount user, String hash, Actor actor, LoginOrigin origin) {
        return database.transaction(session -> {
            users.changePassword(session, user.id(), hash);
            sessions.deleteOfUser(session, user.id());
            record(session, user, actor, "set-password", Map.of());
            return sessions.create(session, user.id(), "password", origin);
        });
    }

    /** The same password under today's method of hashing. */
    public void rehash(UserAccount user, String hash) {
        database.run(session -> users.changePassword(session, user.id(), hash));
    }

    public List<UserSession> sessionsOf(UserAccount user) {
        return database.call(session -> sessions.listOfUser(session, user.id()));
    }

    /** Ends one session, or throws FreshetException SESSION_NOT_FOUND. */
    public void endSession(UserAccount user, long id, Actor actor) {
        database.transaction(session -> {
            if (!sessions.delete(session, user.id(), id)) {
                throw new FreshetException(
                        ErrorCode.SESSION_NOT_FOUND, "\"" + user.name() + "\" has no session " + id + " any more");
            }
            record(session, user, actor, "end-session", Map.of("session", id));
            return id;
        });
    }

    public void endSessions(UserAccount user, Actor actor) {
        act(user, actor, "end-sessions", Map.of(), session -> sessions.deleteOfUser(session, user.id()) > 0);
    }

    /** Waits for whoever changes an administrator at the same time: two must not remove each other. */
    private void keepAnAdministrator(Session session, UserAccount user) {
        List<Long> administrators = users.lockAdministrators(session);
        if (administrators.equals(List.of(user.id()))) {
            throw new FreshetException(
                    ErrorCode.LAST_ADMINISTRATOR,
                    "\"" + user.name() + "\" is the only administrator; make somebody else one first");
        }
    }

    private void act(UserAccount user, Actor actor, String action, Map<String, ?> details, Act act) {
        database.transaction(session -> {
            if (act.changesSomething(session)) {
                record(session, user, actor, action, details);
            }
            return user;
        });
    }

    private void record(Session session, UserAccount user, Actor actor, String action, Map<String, ?> details) {
        audit.record(session, actor, action, "user", user.name(), null, details);
        Wakeups.send(session, LoginControl.SESSIONS);
    }

    /**
     * A user in a list.
     *
     * @param lockedUntil or null
     */
    public record Listed(UserAccount user, @Nullable Instant lockedUntil) {}

    @FunctionalInterface
    private interface Act {
        boolean changesSomething(Session session);
    }
}
