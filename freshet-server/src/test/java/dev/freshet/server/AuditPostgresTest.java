// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AuditPostgresTest {

    @TempDir
    private Path home;

    @Test
    void tellsWhatWasDoneToUsersAndTokensPageByPage() {
        try (RunningServer service = RunningServer.start(home)) {
            service.post("/api/users", "{\"name\": \"ann\", \"role\": \"viewer\"}");
            service.post("/api/users/ANN/role", "{\"role\": \"operator\"}");
            JsonNode token =
                    service.post("/api/tokens", "{\"name\": \"ci\", \"role\": \"operator\", \"jobs\": [\"a-*\"]}");
            assertThat(token.get("jobs").get(0).asString()).isEqualTo("a-*");
            service.send(
                    Role.ADMINISTRATOR,
                    "DELETE",
                    "/api/tokens/" + token.get("id").asLong(),
                    null);

            JsonNode first = service.get("/api/audit?limit=3");
            assertThat(actions(first)).containsExactly("revoke", "create", "change-role");
            JsonNode second =
                    service.get("/api/audit?limit=3&cursor=" + first.get("next").asString());
            assertThat(actions(second)).containsExactly("invite");
            assertThat(second.get("next").isNull()).isTrue();

            JsonNode ofAnn = service.get("/api/audit?subject_kind=user&subject=ann&action=change-role");
            assertThat(ofAnn.get("items")).hasSize(1);
            JsonNode entry = ofAnn.get("items").get(0);
            assertThat(entry.get("actor").asString()).isEqualTo("administrator");
            assertThat(entry.get("origin").asString()).isEqualTo("api");
            assertThat(entry.get("details").get("to").asString()).isEqualTo("operator");
            assertThat(service.get("/api/audit?to=2020-01-01").get("items")).isEmpty();
            assertThat(service.get("/api/audit?from=2020-01-01&actor=nobody").get("items"))
                    .isEmpty();
        }
    }

    @Test
    void refusesWhatIsNoUserNoRoleOrNoMoment() {
        try (RunningServer service = RunningServer.start(home)) {
            assertThat(status(service, "GET", "/api/audit?from=yesterday", null))
                    .isEqualTo(400);
            assertThat(status(service, "POST", "/api/users/nobody/disable", "{}"))
                    .isEqualTo(404);
            assertThat(status(service, "POST", "/api/users", "{\"name\": \"ann\", \"role\": \"king\"}"))
                    .isEqualTo(400);
            assertThat(status(
                            service,
                            "POST",
                            "/api/tokens",
                            "{\"name\": \"x\", \"role\": \"viewer\", \"jobs\": [\"a\"]}"))
                    .isEqualTo(400);
        }
    }

    private static int status(RunningServer service, String method, String path, @Nullable String body) {
        return service.send(Role.ADMINISTRATOR, method, path, body).statusCode();
    }

    private static List<String> actions(JsonNode page) {
        return page.get("items")
                .valueStream()
                .map(entry -> entry.get("action").asString())
                .toList();
    }
}
