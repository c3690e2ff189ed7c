// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import dev.freshet.access.Secret;
import dev.freshet.access.TokenControl;
import dev.freshet.access.UserAccount;
import dev.freshet.server.RoutesOf.Route;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls every route there is with every role, as a token and as a session, and with what is no token and no session. */
class RoleSweepPostgresTest {

    private static final Set<String> OWN_ANSWERS = Set.of("/refused", "/error", "POST /login", "POST /welcome");

    @TempDir
    private Path home;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Role, UserAccount> users = new EnumMap<>(Role.class);
    private final Map<Role, String> tokens = new EnumMap<>(Role.class);
    private @Nullable Door opened;

    @BeforeEach
    void open() {
        opened = Door.open(home);
        // Somebody has to stay one when others are disabled.
        door().user("root", Role.ADMINISTRATOR);
        for (Role role : Role.values()) {
            users.put(role, door().user(role.id(), role));
            tokens.put(
                    role,
                    door().tokens()
                            .create("token of " + role.id(), role, "test", null)
                            .secret()
                            .value());
        }
    }

    @AfterEach
    void close() {
        door().close();
    }

    @Test
    void everyRouteLetsInWhoMayAndNobodyElse() {
        List<Route> routes = routes();
        assertThat(routes).hasSizeGreaterThan(60);
        for (Route route : routes) {
            Optional<Role> needed = needed(route);
            check(status(route), needed.isEmpty(), 401, route + " without anything");
            for (Role role : Role.values()) {
                boolean may = needed.isEmpty() || role.includes(needed.get());
                check(status(route, bearer(tokens.get(role))), may, 403, route + " with a token, " + role);
                if (isOfMachines(route)) {
                    check(status(route, session(role)), needed.isEmpty(), 401, route + " with a session, " + role);
                } else {
                    check(status(route, session(role)), may, 403, route + " with a session, " + role);
                }
            }
        }
    }

    @Test
    void everyChangeNeedsWhatThePageBringsAlong() {
        List<Route> changes = routes().stream()
                .filter(route -> !route.method().equals("GET") && !isOfMachines(route))
                .toList();
        assertThat(changes).hasSizeGreaterThan(10);
        for (Route route : changes) {
            Secret session = door().session(user(Role.ADMINISTRATOR));
            String cookie = door().cookie("freshet-session") + "=" + session.value();
            assertThat(status(route, "Cookie", cookie)).as(route + " with none").isEqualTo(403);
            assertThat(status(route, "Cookie", cookie, "X-CSRF-TOKEN", csrf(Secret.random())))
                    .as(route + " with another session's")
                    .isEqualTo(403);
            assertThat(status(route, "Cookie", cookie, "X-CSRF-TOKEN", csrf(session), "Sec-Fetch-Site", "cross-site"))
                    .as(route + " sent by another site")
                    .isEqualTo(403);
        }
    }

    @Test
    void theFormsBeforeTheLoginNeedWhatTheyBroughtAlongToo() {
        for (String path : List.of("/login", "/welcome")) {
            assertThat(status(new Route("POST", path))).as(path).isEqualTo(403);
            assertThat(status(
                            new Route("POST", path),
                            "Cookie",
                            door().cookie("freshet-form") + "="
                                    + Secret.random().value(),
                            "X-CSRF-TOKEN",
                            csrf(Secret.random())))
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void whatIsOverLetsInNobody() {
        UserAccount disabled = door().user("disabled", Role.ADMINISTRATOR);
        Secret ofDisabled = door().session(disabled);
        Secret ended = door().session(user(Role.ADMINISTRATOR));
        Secret expired = door().session(user(Role.ADMINISTRATOR));
        Secret idle = door().session(user(Role.ADMINISTRATOR));
        backdate("expires_at = clock_timestamp() - interval '1 second'", expired);
        backdate("last_seen_at = clock_timestamp() - interval '13 hours'", idle);
        door().database.execute("DELETE FROM freshet.session WHERE hash = " + hash(ended));
        // Behind the session's back: the session itself is still there.
        door().database
                .execute("UPDATE freshet.user_account SET disabled_at = clock_timestamp() WHERE name = 'disabled'");
        String expiredToken = door().tokens()
                .create("expired", Role.ADMINISTRATOR, "test", Instant.now().minus(Duration.ofMinutes(1)))
                .secret()
                .value();
        var revoked = door().tokens().create("revoked", Role.ADMINISTRATOR, "test", null);
        door().tokens().revoke(revoked.token().id());
        for (Route route : routes()) {
            boolean open = needed(route).isEmpty();
            for (Secret session : List.of(ofDisabled, ended, expired, idle, Secret.random())) {
                check(status(route, with(session)), open, 401, route + " with a session that is over");
            }
            for (String token : List.of(expiredToken, revoked.secret().value(), "unknown")) {
                assertThat(status(route, bearer(token)))
                        .as(route + " with a token that is over")
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void askingOnlyWhetherSomethingIsThereNeedsTheRoleOfReadingIt() {
        for (String path : List.of("/settings", "/audit", "/users", "/api/jobs", "/api/audit", "/api/audit/")) {
            Route reading = new Route("GET", path.replaceFirst("/$", ""));
            for (Role role : Role.values()) {
                String token = door().tokens()
                        .create("asking", role, "test", null)
                        .secret()
                        .value();
                boolean may =
                        needed(reading).filter(needed -> !role.includes(needed)).isEmpty();
                int refused = path.endsWith("/") ? 404 : 403;
                check(status(new Route("HEAD", path), bearer(token)), may, refused, "HEAD " + path + " as " + role);
            }
        }
    }

    @Test
    void whatIsNotThereIsNotThereWhateverTheRole() {
        for (Role role : Role.values()) {
            for (String path : List.of("/nowhere", "/api/nowhere", "/jobs/a/b/c/d")) {
                assertThat(status(new Route("GET", path), bearer(tokens.get(role))))
                        .as(path + " as " + role)
                        .isEqualTo(404);
            }
        }
        assertThat(status(new Route("GET", "/nowhere"), session(Role.VIEWER))).isEqualTo(404);
        assertThat(status(new Route("GET", "/nowhere"))).isEqualTo(401);
    }

    @Test
    void aTokenOfSomeJobsStartsTheseAndDoesNothingElse() {
        String token = door().server
                .web()
                .getBean(TokenControl.class)
                .create("hook", Role.OPERATOR, List.of("nightly", "999*"), null, Door.TEST)
                .secret()
                .value();
        for (Route route : routes()) {
            boolean starts = route.path().startsWith("/schedule/999")
                    || (route.method().equals("POST") && route.path().equals("/api/jobs/999999/runs"));
            check(status(route, bearer(token)), starts, 403, route + " with a token of some jobs");
        }
        assertThat(status(new Route("POST", "/schedule/nightly"), bearer(token)))
                .isEqualTo(404);
        assertThat(status(new Route("POST", "/schedule/monthly"), bearer(token)))
                .isEqualTo(403);
    }

    /** The law, written a second time: reading is a viewer's, control an operator's, the rest an administrator's. */
    private static Optional<Role> needed(Route route) {
        String path = route.path();
        boolean get = route.method().equals("GET");
        String first = path.replaceFirst("^/([^/]*).*", "$1");
        return switch (first) {
            case "health", "login", "welcome", "assets", "webjars" -> Optional.empty();
            case "users", "tokens" -> Optional.of(Role.ADMINISTRATOR);
            case "audit", "schedule" -> Optional.of(Role.OPERATOR);
            case "settings", "logout" -> Optional.of(Role.VIEWER);
            case "api" ->
                path.startsWith("/api/tokens")
                                || path.startsWith("/api/users")
                                || (path.equals("/api/deployments") && !get)
                        ? Optional.of(Role.ADMINISTRATOR)
                        : Optional.of(get && !path.equals("/api/audit") ? Role.VIEWER : Role.OPERATOR);
            default -> Optional.of(get ? Role.VIEWER : Role.OPERATOR);
        };
    }

    private static boolean isOfMachines(Route route) {
        return route.path().startsWith("/api/")
                || route.path().startsWith("/schedule/")
                || route.path().equals("/metrics");
    }

    private static void check(int status, boolean may, int refused, String what) {
        if (may) {
            assertThat(status).as(what).isNotIn(401, 403, 500);
        } else {
            assertThat(status).as(what).isEqualTo(refused);
        }
    }

    /** All but those that are not let in by a role: they tell of an error, or of a wrong password. */
    private List<Route> routes() {
        return RoutesOf.all(door().server.web()).stream()
                .filter(route -> !OWN_ANSWERS.contains(route.path()) && !OWN_ANSWERS.contains(route.toString()))
                .toList();
    }

    private Door door() {
        return Objects.requireNonNull(opened);
    }

    private UserAccount user(Role role) {
        return Objects.requireNonNull(users.get(role));
    }

    private static String[] bearer(@Nullable String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private String[] session(Role role) {
        return with(door().session(user(role)));
    }

    private String[] with(Secret session) {
        return new String[] {
            "Cookie", door().cookie("freshet-session") + "=" + session.value(), "X-CSRF-TOKEN", csrf(session)
        };
    }

    /** As a page of the session would bring it along: masked, here with zeros. */
    private static String csrf(Secret session) {
        byte[] token = session.derive("csrf").getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().encodeToString(concat(new byte[token.length], token));
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private void backdate(String change, Secret session) {
        door().database.execute("UPDATE freshet.session SET " + change + " WHERE hash = " + hash(session));
    }

    private static String hash(Secret session) {
        return "sha256('" + session.value() + "'::bytea)";
    }

    private int status(Route route, String... headers) {
        boolean get = route.method().equals("GET");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(door().server.url() + route.path()))
                .method(route.method(), get ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"))
                .header("Content-Type", isOfMachines(route) ? "application/json" : "application/x-www-form-urlencoded")
                .header("Accept", isOfMachines(route) || route.path().startsWith("/live") ? "*/*" : "text/html,*/*");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Visitor.status(http, request.build());
    }
}
