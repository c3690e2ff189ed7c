// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What runs kept can be seen and saved, and never acts. */
class ArtifactPagesPostgresTest {

    private static final String JOBS = """
        freshet: 1
        jobs:
          keeper: { type: sql, sql: "select 1" }
        """;

    private static final String MAIL = """
        From: shop@here.example
        To: <script>alert(1)</script> <a@there.example>
        Subject: Hello <b>you</b>
        MIME-Version: 1.0
        Content-Type: text/html; charset=utf-8

        <h1>Hi</h1><script>alert("owned")</script>
        """;

    @TempDir
    private static Path home;

    private static RunningServer service;
    private static long run;

    @BeforeAll
    static void start() {
        service = RunningServer.start(home);
        service.apply(JOBS);
        run = service.post("/api/jobs/keeper/runs?wait=30s", "{}").get("id").asLong();
        keep("mail.eml", "message/rfc822", MAIL);
        keep("evil.html", "text/html", "<script>parent.document.title = 'owned'</script><p>plain</p>");
        keep("answer.json", "application/json", "{\"a\": \"<b>\"}");
        keep("picture.bin", "image/svg+xml; x=<i>", "<svg onload='alert(1)'/>");
        service.database()
                .execute("INSERT INTO freshet.artifact (run_id, attempt, name, media_type, size, sha256, left_out)"
                        + " VALUES (" + run + ", 1, 'huge.bin', 'text/plain', 99999999, 'x', 'larger than it may be')");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void listsThemOverRestAndOnTheRunsPage() {
        JsonNode list = service.get("/api/runs/" + run + "/artifacts");
        assertThat(list.get("items")).hasSize(5);
        assertThat(list.get("items").get(0).get("media_type").asString()).isEqualTo("message/rfc822");
        assertThat(service.get("/api/runs/" + run + "/artifacts?limit=2")
                        .get("next")
                        .asString())
                .isNotEmpty();
        assertThat(send("/runs/" + run).body())
                .contains("id=\"run-artifacts\"", "5 files", "mail.eml", "not kept: larger than it may be")
                .doesNotContain("x=<i>");
        assertThat(service.send(Role.VIEWER, "GET", "/api/runs/999999/artifacts", null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(service.send(Role.VIEWER, "GET", "/api/artifacts/999999", null)
                        .body())
                .contains("artifact-not-found");
    }

    @Test
    void handsThemOutAsFilesThatABrowserShowsNothingOf() {
        for (String path : new String[] {"/api/artifacts/" + id("evil.html"), page("evil.html") + "/file"}) {
            HttpResponse<String> file = send(path);
            assertThat(file.body()).contains("<script>");
            assertThat(header(file, "Content-Disposition"))
                    .startsWith("attachment;")
                    .contains("evil.html");
            assertThat(header(file, "Content-Type")).isEqualTo("application/octet-stream");
            assertThat(header(file, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(file, "Content-Security-Policy")).startsWith("sandbox; default-src 'none'");
        }
    }

    @Test
    void showsHtmlInAFrameWithoutRightsOnly() {
        assertThat(send(page("evil.html")).body())
                .contains("src=\"" + page("evil.html") + "/document\"", " sandbox ")
                .doesNotContain("parent.document");
        HttpResponse<String> document = send(page("evil.html") + "/document");
        assertThat(header(document, "Content-Security-Policy"))
                .isEqualTo("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors"
                        + " 'self'");
    }

    @Test
    void showsAMailWithItsHeadsAndItsDocument() {
        assertThat(send(page("mail.eml")).body())
                .contains("Hello &lt;b&gt;you&lt;/b&gt;", "a@there.example", "/document\"")
                .doesNotContain("<script>alert");
        assertThat(send(page("mail.eml") + "/document").body()).contains("<h1>Hi</h1>");
    }

    @Test
    void showsTextAsText() {
        assertThat(send(page("answer.json")).body()).contains("&lt;b&gt;").doesNotContain("<iframe");
        assertThat(send(page("huge.bin")).body()).contains("Its content is not kept: it is larger than it may be");
        assertThat(send("/runs/" + (run + 1) + "/artifacts/" + id("evil.html")).statusCode())
                .isEqualTo(404);
    }

    private static void keep(String name, String mediaType, String content) {
        service.database()
                .execute("INSERT INTO freshet.artifact (run_id, attempt, name, media_type, size, sha256, content)"
                        + " VALUES ("
                        + run + ", 1, '" + name + "', '" + mediaType + "', " + content.length()
                        + ", 'abc', convert_to($content$" + content + "$content$, 'UTF8'))");
    }

    private static String id(String name) {
        return String.valueOf(service.database().query("SELECT id FROM freshet.artifact WHERE name = '" + name + "'"));
    }

    private static String page(String name) {
        return "/runs/" + run + "/artifacts/" + id(name);
    }

    private static HttpResponse<String> send(String path) {
        return service.send(Role.VIEWER, "GET", path, null);
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
