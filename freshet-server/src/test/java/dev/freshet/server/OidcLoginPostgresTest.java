// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import dev.freshet.access.UserAccount;
import dev.freshet.oidc.OidcProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OidcLoginPostgresTest {

    @TempDir
    private Path home;

    @Test
    void logsInThroughARealProvider() throws Exception {
        int port = freePort();
        try (Door door = Door.open(home, OidcProvider.trusted(port))) {
            Visitor visitor = door.visitor();
            assertThat(visitor.get("/login").body()).contains("Log in through your organisation");
            // The service started without it, and says so when somebody asks.
            assertThat(Visitor.location(visitor.get("/login/oidc"))).isEqualTo("/login?fault=unreachable");
            assertThat(visitor.get("/login?fault=unreachable").body()).contains("does not answer now");

            try (OidcProvider provider = OidcProvider.start(port, door.server.url())) {
                door.user("root", Role.ADMINISTRATOR);
                letsInWithTheRoleOfTheGroups(door);
                refusesWhoHasNoRoleOrIsDisabled(door);
                refusesAnswersToWhatThisBrowserDidNotAsk(door);
                assertThat(provider).isNotNull();
            }
        }
    }

    private static void letsInWithTheRoleOfTheGroups(Door door) {
        Visitor ann = door.visitor();
        HttpResponse<String> back = ann.get(comesBack(ann, "ann", "/settings"));
        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(Visitor.location(back)).isEqualTo("/settings");
        assertThat(ann.get("/settings").body()).contains("ann", "operator", "You log in through");
        assertThat(ann.cookies)
                .containsKey(door.cookie("freshet-session"))
                .doesNotContainKey(door.cookie("freshet-oidc"));
        UserAccount user = door.users().loadByName("ann");
        assertThat(user.role()).isEqualTo(Role.OPERATOR);
        assertThat(user.oidcIssuer()).startsWith("http://127.0.0.1:");
        assertThat(door.users().sessionsOf(user))
                .singleElement()
                .satisfies(session -> assertThat(session.method()).isEqualTo("oidc"));
        assertThat(door.visitor().logIn("ann", "password").statusCode()).isEqualTo(401);
    }

    private static void refusesWhoHasNoRoleOrIsDisabled(Door door) {
        Visitor bob = door.visitor();
        HttpResponse<String> back = bob.get(comesBack(bob, "bob", "/"));
        assertThat(Visitor.location(back)).isEqualTo("/login?fault=no-role");
        assertThat(bob.get("/login?fault=no-role").body()).contains("none of your groups");
        assertThat(door.users().findByName("bob")).isEmpty();

        door.users().disable(door.users().loadByName("ann"), Door.TEST);
        Visitor ann = door.visitor();
        assertThat(Visitor.location(ann.get(comesBack(ann, "ann", "/")))).isEqualTo("/login?fault=disabled");
        assertThat(ann.cookies).doesNotContainKey(door.cookie("freshet-session"));
        door.users().enable(door.users().loadByName("ann"), Door.TEST);
    }

    private static void refusesAnswersToWhatThisBrowserDidNotAsk(Door door) {
        Visitor ann = door.visitor();
        String answer = comesBack(ann, "ann", "/");
        Visitor victim = door.visitor();
        assertThat(Visitor.location(victim.get(answer))).isEqualTo("/login?fault=oidc");
        comesBack(victim, "ann", "/");
        assertThat(Visitor.location(victim.get(answer))).isEqualTo("/login?fault=oidc");
        assertThat(victim.cookies).doesNotContainKey(door.cookie("freshet-session"));
        assertThat(Visitor.location(ann.get(answer + "x"))).isEqualTo("/login?fault=oidc");
    }

    /** Goes to the provider, logs in there, and gives the address by which the provider sends the browser back. */
    private static String comesBack(Visitor visitor, String user, String next) {
        String start = Visitor.location(visitor.get("/login/oidc?next=" + next));
        assertThat(start).startsWith("/oauth2/authorization/oidc");
        String provider = Visitor.location(visitor.get(start));
        assertThat(provider).contains("/oauth2/authorize?", "code_challenge=", "nonce=", "state=");
        visitor.get(provider.replaceFirst("/oauth2/.*", "/"), "Authorization", OidcProvider.login(user));
        HttpResponse<String> answer = visitor.get(provider);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return Visitor.location(answer);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
