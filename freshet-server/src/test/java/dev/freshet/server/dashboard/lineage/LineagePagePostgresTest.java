// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.lineage;

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
class LineagePagePostgresTest {

    private RunningServer service;

    @BeforeAll
    void start(@TempDir Path home) {
        service = RunningServer.start(home);
        service.database().execute("""
            CREATE TABLE call AS SELECT 1 AS id;
            CREATE VIEW recent AS SELECT id FROM call;
            CREATE MATERIALIZED VIEW totals AS SELECT id FROM recent;
            CREATE MATERIALIZED VIEW "<b>odd" AS SELECT id FROM totals;
            CREATE TABLE a1 (id int); CREATE TABLE a2 (id int); CREATE TABLE a3 (id int); CREATE TABLE a4 (id int);
            CREATE VIEW wide AS SELECT a1.id FROM a1, a2, a3, a4;
            CREATE FUNCTION loops() RETURNS bigint LANGUAGE sql RETURN 1;
            CREATE VIEW round AS SELECT loops() AS n;
            CREATE OR REPLACE FUNCTION loops() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM round);
            """);
        service.apply("""
            freshet: 1
            views: { totals: { freshness: 15m }, coming: { freshness: 1h } }
            jobs: { mail: { type: sql, sql: "select 1", after: totals } }
            """);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void drawsEverythingWithWaysToEachPage() {
        String html = page("/lineage");
        assertThat(html).contains("class=\"lineage-graph\"", "href=\"/views/totals\"", "href=\"/jobs/mail\"");
        assertThat(html).contains("href=\"/lineage?around=call\"", "aria-label=\"call, table\"");
        assertThat(html).contains("recent reads call", "mail runs after totals", "does not exist yet");
        assertThat(html).contains("Show as table", "href=\"/lineage?around=totals\"");
        assertThat(html).contains("&lt;b&gt;odd").doesNotContain("<b>odd");
        assertThat(html).doesNotContain("hx-post", " style=");
    }

    @Test
    void putsTablesTogetherThatTheSameViewReads() {
        assertThat(page("/lineage")).contains("4 tables: a1, a2, a3, a4", "href=\"/lineage?tables=all\"");
        assertThat(page("/lineage?tables=all"))
                .contains("aria-label=\"a4, table\"")
                .doesNotContain("4 tables: a1");
    }

    @Test
    void drawsOnlyWhatIsAroundSomething() {
        String html = page("/lineage?around=public.totals");
        assertThat(html).contains("<h1>totals</h1>", "aria-current=\"true\"", "href=\"/jobs/mail\"");
        assertThat(html)
                .contains("href=\"/views/totals\"", "aria-label=\"call, table\"")
                .doesNotContain("a1, a2");
        assertThat(page("/lineage?around=totals&depth=1"))
                .contains("more lead to it and are not drawn")
                .doesNotContain("aria-label=\"call, table\"");
    }

    @Test
    void tellsOfACycleWithItsMembers() {
        assertThat(page("/lineage")).contains("depend on each other in a circle", "loops()", "around=round");
    }

    @Test
    void answersANameThatIsNotThereWithAPageThatHelps() {
        HttpResponse<String> missing =
                service.send(Role.VIEWER, "GET", "/lineage?around=total", null, "Accept", "text/html");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("no table, view or function named total", "Did you mean totals?");
    }

    @Test
    void isLedToFromAViewsOwnPage() {
        assertThat(page("/views/totals/advice")).contains("href=\"/lineage?around=totals\"");
    }

    private String page(String path) {
        return service.send(Role.VIEWER, "GET", path, null, "Accept", "text/html")
                .body();
    }
}
