// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls every route there is with every role and with none. */
class RoleSweepPostgresTest {

    @TempDir
    private Path home;

    @Test
    void everyRouteLetsInWhoMayAndNobodyElse() {
        try (RunningServer service = RunningServer.start(home)) {
            List<Route> routes = routes(service);
            assertThat(routes).hasSizeGreaterThan(20);
            for (Route route : routes) {
                assertThat(status(service, null, route))
                        .as(route + " without a token")
                        .isEqualTo(401);
                for (Role role : Role.values()) {
                    int status = status(service, role, route);
                    if (role.includes(needed(route))) {
                        assertThat(status).as(route + " as " + role).isNotIn(401, 403);
                    } else {
                        assertThat(status).as(route + " as " + role).isEqualTo(403);
                    }
                }
            }
        }
    }

    @Test
    void healthNeedsNoTokenAndAnUnknownTokenIsRefusedEverywhere() {
        try (RunningServer service = RunningServer.start(home)) {
            for (String path : List.of("/health", "/health/live", "/health/ready")) {
                assertThat(service.send(null, "GET", path, null).statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
            HttpResponse<String> refused =
                    service.send(null, "GET", "/api/jobs", null, "Authorization", "Bearer unknown");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
        }
    }

    /** The law, written a second time: reading is a viewer's, control an operator's, the rest an administrator's. */
    private static Role needed(Route route) {
        boolean administration = route.path().startsWith("/api/tokens")
                || (route.path().equals("/api/deployments") && !route.method().equals("GET"));
        if (administration) {
            return Role.ADMINISTRATOR;
        }
        boolean reading = route.method().equals("GET") && !route.path().startsWith("/schedule");
        return reading ? Role.VIEWER : Role.OPERATOR;
    }

    private static List<Route> routes(RunningServer service) {
        List<Route> routes = new ArrayList<>();
        service.get("/api/openapi.json")
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> routes.add(new Route(
                                method.toUpperCase(Locale.ROOT), path.getKey().replaceAll("\\{[^}]*}", "999999")))));
        routes.add(new Route("GET", "/metrics"));
        routes.add(new Route("GET", "/api/openapi.json"));
        return routes;
    }

    private static int status(RunningServer service, @Nullable Role role, Route route) {
        String body = route.method().equals("GET") ? null : "{}";
        return service.send(role, route.method(), route.path(), body).statusCode();
    }

    private record Route(String method, String path) {}
}
