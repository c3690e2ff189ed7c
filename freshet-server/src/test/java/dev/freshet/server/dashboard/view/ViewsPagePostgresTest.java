// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewsPagePostgresTest {

    private static final String DEFINITIONS = """
        freshet: 1
        groups:
          nightly: { schedule: "0 3 * * *" }
        views:
          good: { group: nightly, freshness: 15m, refresh: concurrently }
          keyless: { freshness: 15m, refresh: concurrently }
          coming: { group: nightly, freshness: 1h }
        """;

    private RunningServer service;

    @BeforeAll
    void start(@TempDir Path home) {
        service = RunningServer.start(home);
        service.database().execute("""
            CREATE TABLE source AS SELECT g AS id FROM generate_series(1, 7) g;
            CREATE MATERIALIZED VIEW good AS SELECT id FROM source;
            CREATE UNIQUE INDEX good_key ON good (id);
            CREATE MATERIALIZED VIEW keyless AS SELECT id FROM source;
            CREATE MATERIALIZED VIEW "<b>odd" AS SELECT id FROM good;
            COMMENT ON MATERIALIZED VIEW good IS 'A comment with <script>alert(1)</script>';
            """);
        service.apply(DEFINITIONS);
        refresh("good");
        refresh("keyless");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(service.database()
                                .queryAll("SELECT view_name || ' ' || status FROM freshet.materialized_view_refreshes"))
                        .contains("good success", "keyless failed"));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void listsViewsByGroupWithWhatIsMissingAndWhatIsNotDeclared() {
        String html = page(Role.OPERATOR, "/views");
        assertThat(html).contains("id=\"group-nightly\"", "at 03:00", "id=\"view-good\"", "s-fresh");
        assertThat(html).contains("waits for the materialized view coming, which does not exist");
        assertThat(html).contains("hx-post=\"/jobs/nightly/run\"", "hx-post=\"/views/good/refresh\"");
        assertThat(html).contains("id=\"undeclared\"", "'&lt;b&gt;odd': { freshness: 15m }");
        assertThat(html).doesNotContain("<b>odd");
        assertThat(html.indexOf("id=\"view-coming\"")).isLessThan(html.indexOf("id=\"view-good\""));
    }

    @Test
    void selectsByTabAndByPartOfTheName() {
        assertThat(page(Role.VIEWER, "/views?show=late"))
                .contains("id=\"view-keyless\"")
                .doesNotContain("view-good");
        assertThat(page(Role.VIEWER, "/views?show=undeclared"))
                .doesNotContain("view-good")
                .contains("id=\"undeclared\"");
        assertThat(page(Role.VIEWER, "/views?q=OOD")).contains("view-good").doesNotContain("view-keyless");
        assertThat(page(Role.VIEWER, "/views?q=%3Cscript%3E"))
                .contains("No view is named like that", "&lt;script&gt;")
                .doesNotContain("<script>\"");
    }

    @Test
    void tellsAFailingViewWhatMendsIt() {
        String html = page(Role.OPERATOR, "/views/keyless");
        assertThat(html).contains("id=\"trouble\"", "The last refresh failed");
        assertThat(html).contains("CREATE UNIQUE INDEX CONCURRENTLY ON public.keyless (&#34;id&#34;);");
        assertThat(html).contains("hx-get=\"/views/keyless/advice\"", "Looking at the view", "aria-busy=\"true\"");
    }

    @Test
    void showsAgeHistoryDeclarationAndIndexesOfAView() {
        String html = page(Role.VIEWER, "/views/good?span=7d");
        assertThat(html).contains("promised 15 min", "refresh-chart", "duration-chart", "id=\"history\"");
        assertThat(html).contains("good_key", "CREATE UNIQUE INDEX good_key", "lock-retries");
        assertThat(html).contains("A comment with &lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(html).contains("after the last refresh");
    }

    @Test
    void looksCloselyInAPartOfItsOwn() {
        String advice = page(Role.VIEWER, "/views/good/advice");
        assertThat(advice).startsWith("<div id=\"closer-look\"").contains("Nothing is in the way", "FROM source");
        assertThat(advice).contains("<li>source", "href=\"/views/%3Cb%3Eodd\"").doesNotContain("<html");
        assertThat(page(Role.VIEWER, "/views/keyless/advice")).contains("Prevents concurrent refreshes", "data-copy");
    }

    @Test
    void showsViewersNoActs() {
        assertThat(page(Role.VIEWER, "/views")).doesNotContain("hx-post");
        assertThat(page(Role.VIEWER, "/views/good")).doesNotContain("hx-post");
        assertThat(service.send(Role.VIEWER, "POST", "/views/good/refresh", null)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void refreshesNowAndSaysWhereToWatch() {
        HttpResponse<String> done =
                service.send(Role.OPERATOR, "POST", "/views/good/refresh", null, "HX-Request", "true");
        assertThat(done.statusCode()).isEqualTo(204);
        assertThat(done.headers().firstValue("HX-Trigger").orElseThrow()).contains("freshet:said", "/runs/");
    }

    @Test
    void saysHowToDeclareWhatIsNotDeclared() {
        assertThat(page(Role.OPERATOR, "/views")).contains("href=\"/views/%3Cb%3Eodd\"");
        assertThat(page(Role.OPERATOR, "/views/%3Cb%3Eodd"))
                .contains("exists, but is not declared", "'&lt;b&gt;odd': { freshness: 15m }", "id=\"closer-look\"")
                .doesNotContain("<b>odd", "/refresh\"");
    }

    private void refresh(String view) {
        service.post("/api/views/" + view + "/refresh", "");
    }

    private String page(Role role, String path) {
        return service.send(role, "GET", path, null, "Accept", "text/html").body();
    }
}
