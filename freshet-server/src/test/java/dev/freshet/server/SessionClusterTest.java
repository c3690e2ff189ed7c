// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.access.Role;
import dev.freshet.access.UserAccount;
import dev.freshet.server.security.SessionCookies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionClusterTest {

    @TempDir
    private Path home;

    @TempDir
    private Path other;

    @Test
    void aSessionIsGoodOnEveryNodeUntilItEndsOnAny() {
        try (Door one = Door.open(home);
                Door another = one.another(other)) {
            one.user("root", Role.ADMINISTRATOR);
            UserAccount ann = one.user("ann", Role.VIEWER);
            Visitor here = one.visitor();
            here.logIn("ann", Door.PASSWORD);
            Visitor there = another.visitor();
            take(there, another, here, one);
            assertThat(there.get("/settings").statusCode()).isEqualTo(200);

            one.users().changeRole(ann, Role.OPERATOR, Door.TEST);
            await().atMost(Duration.ofSeconds(3))
                    .until(() -> there.get("/settings").statusCode() == 302);
        }
    }

    @Test
    void aSessionSurvivesTheRestartOfTheService() {
        try (Door one = Door.open(home)) {
            one.user("ann", Role.VIEWER);
            Visitor visitor;
            Door ended;
            try (Door another = one.another(other)) {
                ended = another;
                visitor = another.visitor();
                visitor.logIn("ann", Door.PASSWORD);
            }
            try (Door restarted = one.another(other)) {
                Visitor again = restarted.visitor();
                take(again, restarted, visitor, ended);
                assertThat(again.get("/settings").statusCode()).isEqualTo(200);
            }
        }
    }

    /** Cookies are named after the port people see; behind one address, as here, that is one name for all nodes. */
    private static void take(Visitor to, Door toDoor, Visitor from, Door fromDoor) {
        to.cookies.put(
                toDoor.cookie(SessionCookies.SESSION),
                Objects.requireNonNull(from.cookies.get(fromDoor.cookie(SessionCookies.SESSION))));
    }
}
