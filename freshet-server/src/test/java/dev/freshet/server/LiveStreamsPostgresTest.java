// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import dev.freshet.access.Secret;
import dev.freshet.access.TokenControl;
import dev.freshet.access.TokenStore;
import dev.freshet.access.UserAccount;
import dev.freshet.server.live.LiveChanges;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.SessionCookies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LiveStreamsPostgresTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private Door door;

    @BeforeAll
    void open(@TempDir Path home) {
        door = Door.open(home);
        door.user("root", Role.ADMINISTRATOR);
    }

    @AfterAll
    void close() {
        door.close();
        http.close();
    }

    @Test
    void aStreamEndsWithTheSessionThatOpenedItAndWithNoOther() throws Exception {
        UserAccount ann = door.user("ann", Role.VIEWER);
        UserAccount bob = door.user("bob", Role.VIEWER);
        try (BufferedReader ofAnn = opened(cookie(door.session(ann)));
                BufferedReader ofBob = opened(cookie(door.session(bob)))) {
            door.users().changeRole(ann, Role.OPERATOR, Door.TEST);
            readToItsEnd(ofAnn);
            door.server.web().getBean(LiveChanges.class).changed(List.of(Topic.VIEWS));
            assertThat(ofBob.readLine()).isEqualTo("event:changed");
        }
    }

    @Test
    void aStreamEndsWhenItsTokenIsRevoked() throws Exception {
        TokenStore.NewToken token = door.tokens().create("watcher", Role.VIEWER, "test", null);
        try (BufferedReader stream =
                opened("Authorization", "Bearer " + token.secret().value())) {
            door.server.web().getBean(TokenControl.class).revoke(token.token().id(), Door.TEST);
            readToItsEnd(stream);
        }
    }

    @Test
    void nobodyOpensSoManyStreamsThatNoneAreLeftForOthers() throws Exception {
        String[] greedy = cookie(door.session(door.user("greedy", Role.VIEWER)));
        String[] modest = cookie(door.session(door.user("modest", Role.VIEWER)));
        List<InputStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                HttpResponse<InputStream> stream = live(greedy);
                open.add(stream.body());
                assertThat(stream.statusCode()).isEqualTo(200);
            }
            HttpResponse<InputStream> tooMany = live(greedy);
            open.add(tooMany.body());
            assertThat(tooMany.statusCode()).isEqualTo(503);
            HttpResponse<InputStream> other = live(modest);
            open.add(other.body());
            assertThat(other.statusCode()).isEqualTo(200);
        } finally {
            for (InputStream stream : open) {
                stream.close();
            }
        }
    }

    private BufferedReader opened(String... headers) throws IOException, InterruptedException {
        HttpResponse<InputStream> stream = live(headers);
        assertThat(stream.statusCode()).isEqualTo(200);
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isEqualTo("event:hello");
        assertThat(lines.readLine()).startsWith("retry:");
        assertThat(lines.readLine()).startsWith("data:");
        assertThat(lines.readLine()).isEmpty();
        return lines;
    }

    private HttpResponse<InputStream> live(String... headers) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(door.server.url() + "/live"))
                .header("Accept", "text/event-stream")
                .headers(headers)
                .build();
        return http.send(request, BodyHandlers.ofInputStream());
    }

    private String[] cookie(Secret session) {
        return new String[] {"Cookie", door.cookie(SessionCookies.SESSION) + "=" + session.value()};
    }

    /** The time limit of the test says when it never ends. */
    private static void readToItsEnd(BufferedReader lines) throws IOException {
        while (lines.readLine() != null) {}
    }
}
