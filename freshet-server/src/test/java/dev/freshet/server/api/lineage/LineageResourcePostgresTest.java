// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LineageResourcePostgresTest {

    private static final int LAYERS = 6;
    private static final int WIDTH = 10;

    private final HttpClient http = HttpClient.newHttpClient();
    private RunningServer service;

    @BeforeAll
    void start(@TempDir Path home) {
        service = RunningServer.start(home);
        service.database().execute("""
            CREATE TABLE call AS SELECT 1 AS id;
            CREATE VIEW recent AS SELECT id FROM call;
            CREATE MATERIALIZED VIEW direct AS SELECT id FROM call;
            CREATE MATERIALIZED VIEW top AS SELECT d.id FROM direct d, recent r, call c;
            """);
        service.database().execute(layers());
        service.apply("""
            freshet: 1
            views: { direct: { freshness: 15m }, top: { freshness: 15m, after: direct } }
            jobs: { mail: { type: sql, sql: "select 1", after: top } }
            """);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void listsEveryPathAndGoesOnAfterTheLastOne() {
        JsonNode first = service.get("/api/lineage/paths?from=call&to=top&limit=2");
        assertThat(texts(first)).containsExactly("call direct top", "call recent top");
        assertThat(first.get("next").isString()).isTrue();
        JsonNode rest = service.get("/api/lineage/paths?from=call&to=public.top&limit=2&cursor="
                + first.get("next").asString());
        assertThat(texts(rest)).containsExactly("call top");
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(service.get("/api/lineage/paths?from=top&to=call").toString())
                .isEqualTo("{\"items\":[],\"next\":null}");
    }

    @Test
    void tellsWhatIsWrongWithARequest() {
        assertThat(status("?from=cal&to=top")).isEqualTo(404);
        assertThat(status("?from=call")).isEqualTo(400);
        assertThat(status("?from=call&to=top&limit=1001")).isEqualTo(400);
        assertThat(status("?from=call&to=top&cursor=made-up")).isEqualTo(400);
        assertThat(status("?from=call&to=top&cursor=0123456789abcdef.0")).isEqualTo(409);
        HttpResponse<String> refused = service.send(
                Role.VIEWER, "GET", "/api/lineage/paths?from=cal&to=top", null, "Accept", "application/x-ndjson");
        assertThat(refused.statusCode()).isEqualTo(404);
    }

    @Test
    void answersTheFirstOfAMillionPathsAtOnceAndSendsThemAll() throws IOException, InterruptedException {
        try (BufferedReader lines = lines("/api/lineage/paths?from=ground&to=summit")) {
            assertThat(lines.readLine())
                    .isEqualTo(
                            "{\"path\":[\"ground\",\"l0_0\",\"l1_0\",\"l2_0\",\"l3_0\",\"l4_0\",\"l5_0\",\"summit\"]}");
            // Goes away: whatever the service had in hand, the next reader gets all of it.
        }
        try (BufferedReader lines = lines("/api/lineage/paths?from=ground&to=summit&limit=1000000")) {
            int count = 0;
            String last = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                count++;
                last = line;
            }
            assertThat(count).isEqualTo(1_000_001);
            assertThat(last).isEqualTo("{\"next\":null}");
        }
    }

    @Test
    void showsWhatIsAroundSomethingWithItsFreshness() {
        JsonNode around = service.get("/api/lineage?around=direct");
        assertThat(around.get("around").asString()).isEqualTo("direct");
        assertThat(names(around)).containsExactly("call", "direct", "mail", "top");
        assertThat(around.get("nodes").get(1).get("kind").asString()).isEqualTo("materialized-view");
        assertThat(around.get("nodes").get(1).get("sla_seconds").asInt()).isEqualTo(900);
        assertThat(around.get("nodes").get(0).get("status").isNull()).isTrue();
        assertThat(around.get("edges").toString())
                .contains("{\"from\":\"top\",\"to\":\"mail\",\"kind\":\"after\"}")
                .contains("{\"from\":\"direct\",\"to\":\"top\",\"kind\":\"reads\"}");
        assertThat(around.get("cycles")).isEmpty();
        assertThat(names(service.get("/api/lineage?around=recent&depth=1"))).containsExactly("call", "recent", "top");
        assertThat(service.get("/api/lineage?limit=5").get("nodes")).hasSize(5);
    }

    private int status(String query) {
        return service.send(Role.VIEWER, "GET", "/api/lineage/paths" + query, null)
                .statusCode();
    }

    private BufferedReader lines(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.server().url() + path))
                .header("Authorization", "Bearer " + service.token(Role.VIEWER))
                .header("Accept", "application/x-ndjson")
                .build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static List<String> texts(JsonNode page) {
        List<String> texts = new ArrayList<>();
        page.get("items").forEach(item -> {
            List<String> names = new ArrayList<>();
            item.get("path").forEach(name -> names.add(name.asString()));
            texts.add(String.join(" ", names));
        });
        return texts;
    }

    private static List<String> names(JsonNode lineage) {
        List<String> names = new ArrayList<>();
        lineage.get("nodes").forEach(node -> names.add(node.get("name").asString()));
        return names;
    }

    /** Views in layers, each reading all of the layer below: ten to the sixth ways from the ground to the summit. */
    private static String layers() {
        StringBuilder sql = new StringBuilder("CREATE TABLE ground (id int);");
        for (int layer = 0; layer < LAYERS; layer++) {
            for (int i = 0; i < WIDTH; i++) {
                sql.append("CREATE VIEW l" + layer + "_" + i + " AS " + union(layer - 1) + ";");
            }
        }
        return sql.append("CREATE VIEW summit AS " + union(LAYERS - 1)).toString();
    }

    private static String union(int layer) {
        if (layer < 0) {
            return "SELECT id FROM ground";
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < WIDTH; i++) {
            parts.add("SELECT id FROM l" + layer + "_" + i);
        }
        return String.join(" UNION ALL ", parts);
    }
}
