// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorPagePostgresTest {

    private RunningServer service;

    @BeforeAll
    void start(@TempDir Path home) {
        service = RunningServer.start(home);
        service.apply("freshet: 1\nviews:\n  landing_hero_stats: { freshness: 15m }\n");
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void suggestsTheViewThatWasMeant() {
        HttpResponse<String> answer = page(Role.VIEWER, "/views/landing_hero_stat");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .contains(
                        "There is no view named landing_hero_stat",
                        "Did you mean",
                        "href=\"/views/landing_hero_stats\"")
                .contains("aria-label=\"Main\"")
                .doesNotContain("GET /api");
    }

    @Test
    void showsAPageForAnAddressThatLeadsNowhere() {
        HttpResponse<String> answer = page(Role.ADMINISTRATOR, "/vieuws/<b>");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(answer.body()).contains("href=\"/views\"").doesNotContain("<b>");
    }

    @Test
    void saysWhoseRoleIsTooSmall() {
        HttpResponse<String> answer = page(Role.VIEWER, "/users");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Not for your role", "administrator", "aria-label=\"Main\"");
    }

    @Test
    void refusesAnAddressWithTheWrongKindOfValue() {
        HttpResponse<String> answer = page(Role.VIEWER, "/deployments/abc");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("“abc”", "Asked for");
    }

    @Test
    void tellsOpenPagesAndMachinesByProblemDetails() {
        HttpResponse<String> open =
                service.send(Role.VIEWER, "GET", "/views/nope", null, "Accept", "text/html", "HX-Request", "true");
        assertThat(open.statusCode()).isEqualTo(404);
        assertThat(open.body()).contains("\"detail\"", "view-not-found").doesNotContain("<html");
        HttpResponse<String> api = service.send(Role.VIEWER, "GET", "/api/views/nope", null, "Accept", "text/html,*/*");
        assertThat(api.body()).contains("\"code\"").doesNotContain("<html");
        HttpResponse<String> machine = service.send(Role.VIEWER, "GET", "/views/nope", null);
        assertThat(machine.body()).contains("view-not-found").doesNotContain("<html");
    }

    private HttpResponse<String> page(Role role, String path) {
        return service.send(role, "GET", path.replace("<", "%3C").replace(">", "%3E"), null, "Accept", "text/html");
    }
}
