// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.access.InvitationControl;
import dev.freshet.access.LoginAttempt;
import dev.freshet.access.LoginControl;
import dev.freshet.access.LoginOrigin;
import dev.freshet.access.NewUser;
import dev.freshet.access.Role;
import dev.freshet.access.Secret;
import dev.freshet.access.TokenStore;
import dev.freshet.access.UserAccount;
import dev.freshet.access.UserControl;
import dev.freshet.audit.Actor;
import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.server.security.Passwords;
import dev.freshet.server.security.SessionCookies;
import dev.freshet.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service with users, seen from outside and from behind. */
final class Door implements AutoCloseable {

    static final String PASSWORD = "five unrelated words here";
    static final Actor TEST = new Actor("test", "test");

    private static final LoginOrigin BEHIND = new LoginOrigin("192.0.2.1", "test", null);
    private static final String HASH = new Passwords().hashChecked(PASSWORD, "nobody");

    final FreshetServer server;
    final TestDatabase database;
    final List<String> lines;
    private final boolean owner;

    private Door(FreshetServer server, TestDatabase database, List<String> lines, boolean owner) {
        this.server = server;
        this.database = database;
        this.lines = lines;
        this.owner = owner;
    }

    static Door open(Path home) {
        return open(home, AccessOptions.DEFAULT);
    }

    static Door open(Path home, AccessOptions access) {
        TestDatabase database = ServerDatabase.create();
        return open(home, access, database, true);
    }

    /** Another node of the same database. */
    Door another(Path home) {
        return open(home, AccessOptions.DEFAULT, database, false);
    }

    private static Door open(Path home, AccessOptions access, TestDatabase database, boolean owner) {
        List<String> lines = new CopyOnWriteArrayList<>();
        ServerOptions options =
                new ServerOptions(home, 0, null, DatabaseUrl.parse(database.url()), null, null, null, access);
        return new Door(FreshetServer.start(options, url -> {}, lines::add), database, lines, owner);
    }

    UserControl users() {
        return server.web().getBean(UserControl.class);
    }

    InvitationControl invitations() {
        return server.web().getBean(InvitationControl.class);
    }

    /** A user whose password is {@link #PASSWORD}. */
    UserAccount user(String name, Role role) {
        return user(server, name, role);
    }

    static UserAccount user(FreshetServer server, String name, Role role) {
        InvitationControl invitations = server.web().getBean(InvitationControl.class);
        InvitationControl.Invited invited = invitations.invite(new NewUser(name, "", null, role), TEST);
        return invitations.accept(invited.key(), "", HASH, BEHIND, null).user();
    }

    /** The secret of a new session, without the trouble of a password. */
    Secret session(UserAccount user) {
        return session(server, user);
    }

    static Secret session(FreshetServer server, UserAccount user) {
        LoginControl logins = server.web().getBean(LoginControl.class);
        return logins.succeed(new LoginAttempt.Admitted("", "", 1, false), user, BEHIND, null)
                .session();
    }

    /** The name of a cookie at this port. */
    String cookie(String name) {
        return SessionCookies.nameOn(server.port(), name);
    }

    TokenStore tokens() {
        return server.web().getBean(TokenStore.class);
    }

    /** Somebody with a browser and no cookie. */
    Visitor visitor() {
        return new Visitor(server.url());
    }

    @Override
    public void close() {
        server.close();
        if (owner) {
            database.close();
        }
    }
}
