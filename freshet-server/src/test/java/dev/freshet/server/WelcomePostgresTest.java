// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WelcomePostgresTest {

    private static final String GOOD = "grass wind table seven";

    @TempDir
    private Path home;

    @Test
    void theFirstStartPrintsALinkThatMakesOneAdministrator() throws Exception {
        try (Door door = Door.open(home)) {
            assertThat(door.lines)
                    .hasSize(2)
                    .satisfies(lines -> assertThat(lines.get(0)).isEqualTo("Freshet is ready at " + door.server.url()));
            String link = door.lines.get(1).replace("Set up the administrator at ", "");
            assertThat(link).startsWith(door.server.url() + "/welcome?key=");
            Path file = home.resolve("welcome-link");
            assertThat(Files.readString(file).strip()).isEqualTo(link);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");

            Visitor visitor = door.visitor();
            HttpResponse<String> weak = visitor.submit(link, "/welcome", form(link, "root", "short"));
            assertThat(weak.statusCode()).isEqualTo(400);
            assertThat(weak.body()).contains("needs at least 12");

            assertThat(atOnce(door, link)).isEqualTo(1);
            assertThat(visitor.get(link).statusCode()).isEqualTo(410);
            assertThat(door.users().list()).hasSize(1);
            assertThat(door.users().list().getFirst().user().role()).isEqualTo(Role.ADMINISTRATOR);
        }
    }

    @Test
    void aLaterStartShowsANewLinkUntilThereIsAnAdministrator() {
        try (Door first = Door.open(home)) {
            String old = first.lines.get(1);
            try (Door second = first.another(home)) {
                assertThat(second.lines.get(1)).isNotEqualTo(old);
                assertThat(second.visitor()
                                .get("/welcome?key=" + old.substring(old.indexOf('=') + 1))
                                .statusCode())
                        .isEqualTo(410);
                second.user("root", Role.ADMINISTRATOR);
            }
            try (Door third = first.another(home)) {
                assertThat(third.lines).hasSize(1);
                assertThat(home.resolve("welcome-link")).doesNotExist();
            }
        }
    }

    @Test
    void anAdministratorInvitesAndTheLinkIsShownOnce() {
        try (Door door = Door.open(home)) {
            door.user("root", Role.ADMINISTRATOR);
            Visitor root = door.visitor();
            root.logIn("root", Door.PASSWORD);
            HttpResponse<String> made =
                    root.submit("/users", "/users", Map.of("name", "ann", "displayName", "Ann", "role", "operator"));
            assertThat(made.statusCode()).isEqualTo(200);
            var link = Pattern.compile("http://[^<\"]+/welcome\\?key=[\\w-]+").matcher(made.body());
            assertThat(link.find()).isTrue();
            long id = door.users().loadByName("ann").id();
            assertThat(root.get("/users/" + id).body())
                    .doesNotContain("/welcome?key=")
                    .contains("invited");

            Visitor ann = door.visitor();
            HttpResponse<String> welcome = ann.submit(link.group(), "/welcome", form(link.group(), "ignored", GOOD));
            assertThat(welcome.statusCode()).isEqualTo(303);
            assertThat(ann.get("/settings").body()).contains("ann", "operator");
            HttpResponse<String> twice = root.submit("/users", "/users", Map.of("name", "ANN", "role", "viewer"));
            assertThat(twice.statusCode()).isEqualTo(409);
            assertThat(twice.body()).contains("There is a user");

            assertThat(Visitor.location(root.submit("/users/" + id, "/users/" + id + "/disable", Map.of())))
                    .isEqualTo("/users/" + id + "?done=disable");
            assertThat(ann.get("/settings").statusCode()).isEqualTo(302);
            String audit = root.get("/audit?subject=ann&subject_kind=user").body();
            assertThat(audit).contains("invite", "set-password", "disable", "dashboard 127.0.0.1");
        }
    }

    @Test
    void makesTokensWhoseSecretIsShownOnce() {
        try (Door door = Door.open(home)) {
            door.user("root", Role.ADMINISTRATOR);
            Visitor root = door.visitor();
            root.logIn("root", Door.PASSWORD);
            HttpResponse<String> made = root.submit(
                    "/tokens", "/tokens", Map.of("name", "ci", "role", "operator", "jobs", "mail-*", "days", "30"));
            assertThat(made.statusCode()).isEqualTo(200);
            assertThat(made.body()).contains("freshet_", "starts mail-* only");
            assertThat(root.get("/tokens").body()).doesNotContain("freshet_").contains("ci");
            HttpResponse<String> refused =
                    root.submit("/tokens", "/tokens", Map.of("name", "all", "role", "administrator", "jobs", "mail-*"));
            assertThat(refused.statusCode()).isEqualTo(400);
            HttpResponse<String> meant =
                    root.submit("/tokens", "/tokens", Map.of("name", "hook", "role", "viewer", "jobs", "mail-*"));
            assertThat(meant.body()).contains("operator", "starts mail-* only");
        }
    }

    private static int atOnce(Door door, String link) throws Exception {
        CountDownLatch together = new CountDownLatch(1);
        List<Future<Integer>> tries = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                Visitor visitor = door.visitor();
                Map<String, String> form = form(link, "admin" + i, GOOD);
                tries.add(threads.submit(() -> {
                    together.await();
                    return visitor.submit("/login", "/welcome", form).statusCode();
                }));
            }
            together.countDown();
        }
        int won = 0;
        for (Future<Integer> attempt : tries) {
            assertThat(attempt.get()).isIn(303, 410);
            won += attempt.get() == 303 ? 1 : 0;
        }
        return won;
    }

    private static Map<String, String> form(String link, String name, String password) {
        String key = link.substring(link.indexOf('=') + 1);
        return Map.of("key", key, "name", name, "password", password, "repeated", password);
    }
}
