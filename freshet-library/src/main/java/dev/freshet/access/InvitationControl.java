// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import dev.freshet.audit.Actor;
import dev.freshet.audit.AuditStore;
import dev.freshet.cluster.Wakeups;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One-time links: who holds one sets a password, once, and is logged in. */
public final class InvitationControl {

    private static final Duration VALIDITY = Duration.ofDays(3);

    private final Database database;
    private final AuditStore audit;
    private final LoginControl logins;
    private final SessionStore sessions;
    private final InvitationStore invitations = new InvitationStore();
    private final UserStore users = new UserStore();
    private final LoginAttemptStore attempts = new LoginAttemptStore();

    public InvitationControl(Database database, AuditStore audit, LoginControl logins, SessionStore sessions) {
        this.database = database;
        this.audit = audit;
        this.logins = logins;
        this.sessions = sessions;
    }

    /**
     * The key of a link that makes the first administrator; empty where there is one. It is valid until one such link is
     * used.
     *
     * @param earlier the key of this node's last start, which the new one replaces
     */
    public Optional<Secret> inviteFirstAdministrator(@Nullable Secret earlier) {
        return database.transaction(session -> {
            if (earlier != null) {
                invitations.withdraw(session, earlier);
            }
            if (users.hasAdministrator(session)) {
                invitations.useUpFirst(session);
                return Optional.empty();
            }
            return Optional.of(invitations.create(session, Invitation.Purpose.FIRST_ADMIN, null, "first start", null));
        });
    }

    /** Makes a user, and the key of the link to send. */
    public Invited invite(NewUser user, Actor actor) {
        return database.transaction(session -> {
            long id =
                    users.insert(session, user, null, null, null, actor.name()).orElseThrow(() -> taken(user.name()));
            audit.record(
                    session,
                    actor,
                    "invite",
                    "user",
                    user.name(),
                    null,
                    Map.of("role", user.role().id()));
            return new Invited(
                    users.find(session, id).orElseThrow(),
                    invitations.create(session, Invitation.Purpose.INVITE, id, actor.name(), VALIDITY));
        });
    }

    /** The key of a link by which a user sets a new password. The old password works until then. */
    public Invited invitePasswordReset(UserAccount user, Actor actor) {
        if (user.oidcIssuer() != null) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The user \"" + user.name() + "\" logs in through " + user.oidcIssuer()
                            + " and has no password here; reset it there");
        }
        return database.transaction(session -> {
            invitations.withdrawOfUser(session, user.id());
            Invitation.Purpose purpose =
                    user.isInvited() ? Invitation.Purpose.INVITE : Invitation.Purpose.PASSWORD_RESET;
            audit.record(session, actor, "reset-link", "user", user.name(), null, Map.of("purpose", purpose.id()));
            return new Invited(user, invitations.create(session, purpose, user.id(), actor.name(), VALIDITY));
        });
    }

    public Optional<Invitation> findOpen(Secret key) {
        return database.call(session -> invitations.findOpen(session, key));
    }

    /**
     * Uses a link.
     *
     * @param name of the first administrator; else ignored, for the link says whom it is for
     * @throws FreshetException LINK_NOT_VALID where somebody was faster
     */
    public LoginControl.LoggedIn accept(
            Secret key, String name, String passwordHash, LoginOrigin origin, @Nullable Secret previous) {
        return database.transaction(session -> {
            Invitation invitation = invitations.findOpen(session, key).orElseThrow(InvitationControl::notValid);
            if (!invitations.use(session, key)) {
                throw notValid();
            }
            Long known = invitation.userId();
            long user = known == null ? createFirst(session, name, passwordHash) : known;
            if (known != null) {
                users.changePassword(session, user, passwordHash);
                sessions.deleteOfUser(session, user);
                Wakeups.send(session, LoginControl.SESSIONS);
            }
            UserAccount account = users.find(session, user).orElseThrow();
            attempts.clearAll(session, LoginAttemptStore.account(account.name()));
            audit.record(
                    session,
                    origin.actor(account.name()),
                    "set-password",
                    "user",
                    account.name(),
                    null,
                    Map.of("link", invitation.purpose().id()));
            return logins.open(session, account, "link", origin, previous);
        });
    }

    private long createFirst(Session session, String name, String passwordHash) {
        invitations.useUpFirst(session);
        NewUser user = new NewUser(name, name, null, Role.ADMINISTRATOR);
        return users.insert(session, user, passwordHash, null, null, "one-time link")
                .orElseThrow(() -> taken(user.name()));
    }

    private static FreshetException taken(String name) {
        return new FreshetException(
                ErrorCode.USER_EXISTS, "There is a user \"" + name + "\" already; choose another name");
    }

    private static FreshetException notValid() {
        return new FreshetException(
                ErrorCode.LINK_NOT_VALID,
                "This link was used already, has expired or was replaced; ask an administrator for a new one");
    }

    /** A user and the key of the link, which is shown this once. */
    public record Invited(UserAccount user, Secret key) {}
}
