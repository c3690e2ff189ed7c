// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import dev.freshet.audit.Actor;
import dev.freshet.audit.AuditEntry;
import dev.freshet.audit.AuditStore;
import dev.freshet.postgres.Database;
import dev.freshet.schema.SchemaMigrator;
import dev.freshet.testkit.PostgresServer;
import dev.freshet.testkit.TestDatabase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A migrated database with everything that lets people in. */
final class AccessDatabase implements AutoCloseable {

    static final Actor ADMIN = new Actor("root", "test");
    static final LoginOrigin HERE = new LoginOrigin("192.0.2.1", "test browser", null);
    static final LoginOrigin ELSEWHERE = new LoginOrigin("198.51.100.7", "guesser", null);

    final TestDatabase rows = PostgresServer.shared()
            .createDatabase(
                    "migrated_for_access",
                    created -> SchemaMigrator.migrate(new Database(created.dataSource(), created.dataSource())));
    final Database database = new Database(rows.dataSource(), rows.dataSource());
    final AuditStore audit = new AuditStore();
    final SessionStore sessions = new SessionStore(SessionPolicy.DEFAULT);
    final LoginControl logins = new LoginControl(database, audit, sessions);
    final UserControl users = new UserControl(database, audit, sessions);
    final InvitationControl invitations = new InvitationControl(database, audit, logins, sessions);

    /** A user with a password. */
    UserAccount user(String name, Role role) {
        InvitationControl.Invited invited = invitations.invite(new NewUser(name, "", null, role), ADMIN);
        return invitations
                .accept(invited.key(), "", "hash of " + name, HERE, null)
                .user();
    }

    LoginControl.LoggedIn logIn(UserAccount user, LoginOrigin origin) {
        return logins.succeed(admitted(user.name(), origin), user, origin, null);
    }

    LoginAttempt.Admitted admitted(String name, LoginOrigin origin) {
        if (logins.begin(name, origin) instanceof LoginAttempt.Admitted admitted) {
            return admitted;
        }
        throw new AssertionError(name + " is locked");
    }

    boolean isLocked(String name, LoginOrigin origin) {
        return logins.begin(name, origin) instanceof LoginAttempt.Refused;
    }

    @Nullable
    UserSession find(Secret secret) {
        return database.call(session -> sessions.findValid(session, secret)).orElse(null);
    }

    boolean isValid(Secret secret) {
        return database.call(session -> sessions.isValid(session, secret));
    }

    List<String> auditedActions() {
        return database.call(session -> audit.list(session, null, 100)).stream()
                .map(AuditEntry::action)
                .toList();
    }

    @Override
    public void close() {
        rows.close();
    }
}
