// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import dev.freshet.audit.AuditStore;
import dev.freshet.cluster.Wakeups;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Logs in whom an OIDC provider vouches for; who comes for the first time gets an account. */
public final class ProvidedLogin {

    private static final int LENGTH_OF_SUFFIX = 8;
    private static final int LONGEST_NAME = 40;

    private final Database database;
    private final AuditStore audit;
    private final LoginControl logins;
    private final SessionStore sessions;
    private final UserStore users = new UserStore();

    public ProvidedLogin(Database database, AuditStore audit, LoginControl logins, SessionStore sessions) {
        this.database = database;
        this.audit = audit;
        this.logins = logins;
        this.sessions = sessions;
    }

    /** Empty where the user is disabled here. */
    public Optional<LoginControl.LoggedIn> login(ProvidedUser provided, LoginOrigin origin, @Nullable Secret previous) {
        return database.transaction(session -> {
            UserAccount user = users.findBySubject(session, provided.issuer(), provided.subject())
                    .map(known -> withRole(session, known, provided.role(), origin))
                    .orElseGet(() -> create(session, provided, origin));
            return user.isDisabled()
                    ? Optional.empty()
                    : Optional.of(logins.open(session, user, "oidc", origin, previous));
        });
    }

    private UserAccount withRole(Session session, UserAccount user, Role role, LoginOrigin origin) {
        if (user.role() == role) {
            return user;
        }
        users.changeRole(session, user.id(), role);
        sessions.deleteOfUser(session, user.id());
        audit.record(
                session,
                origin.actor("oidc"),
                "change-role",
                "user",
                user.name(),
                null,
                Map.of("from", user.role().id(), "to", role.id()));
        Wakeups.send(session, LoginControl.SESSIONS);
        return users.find(session, user.id()).orElseThrow();
    }

    /** Never takes over an account of the same name: who owns it there need not own it here. */
    private UserAccount create(Session session, ProvidedUser provided, LoginOrigin origin) {
        String name = usable(provided.preferredName());
        String suffix = new Secret(provided.issuer() + " " + provided.subject())
                .hexHash()
                .substring(0, LENGTH_OF_SUFFIX);
        for (String candidate : List.of(name, name + "-" + suffix)) {
            NewUser user = new NewUser(candidate, provided.displayName(), provided.email(), provided.role());
            Optional<Long> id =
                    users.insert(session, user, null, provided.issuer(), provided.subject(), provided.issuer());
            if (id.isPresent()) {
                audit.record(
                        session,
                        origin.actor("oidc"),
                        "create",
                        "user",
                        candidate,
                        null,
                        Map.of("role", provided.role().id(), "issuer", provided.issuer()));
                return users.find(session, id.get()).orElseThrow();
            }
        }
        throw new FreshetException(
                ErrorCode.USER_EXISTS, "The names \"" + name + "\" and \"" + name + "-" + suffix + "\" are taken");
    }

    private static String usable(String name) {
        String kept = name.replaceAll("[^\\p{L}\\p{N}._@+-]", "-").replaceAll("^[^\\p{L}\\p{N}]+|-+$", "");
        String shortened = kept.length() > LONGEST_NAME ? kept.substring(0, LONGEST_NAME) : kept;
        return shortened.isEmpty() ? "user" : shortened;
    }
}
