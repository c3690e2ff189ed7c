// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageBrowserTest {

    private static final String CENTRE_OF_THE_FRAME = """
        () => {
          const frame = document.getElementById("lineage-frame").getBoundingClientRect();
          const box = document.querySelector(".node.here .box").getBoundingClientRect();
          return box.left >= frame.left && box.right <= frame.right;
        }\
        """;

    @TempDir
    static Path home;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(home);
        server.database().execute("""
            CREATE TABLE call AS SELECT 1 AS id;
            CREATE TABLE other AS SELECT 1 AS id;
            CREATE VIEW recent AS SELECT id FROM call;
            CREATE MATERIALIZED VIEW totals AS SELECT id FROM recent;
            CREATE MATERIALIZED VIEW ranking AS SELECT t.id FROM totals t, other o;
            CREATE MATERIALIZED VIEW board AS SELECT id FROM ranking;
            """);
        server.apply("""
            freshet: 1
            views: { totals: { freshness: 15m } }
            """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void showsOnAPhoneWhatItIsAboutAndLeadsOn() {
        try (OpenPage page = OpenPage.as(server, Role.VIEWER, OpenPage.PHONE, ColorScheme.LIGHT)) {
            page.go("/lineage?around=board");
            assertThat(page.page().evaluate(CENTRE_OF_THE_FRAME)).isEqualTo(true);
            assertThat(page.surplusWidth()).isNotPositive();
            page.locator("a[aria-label='Lineage around ranking']").click();
            assertThat(page.locator("h1")).hasText("ranking");
            page.locator("a[aria-label^='board, materialized view']").click();
            assertThat(page.page()).hasURL(Pattern.compile(".*/views/board"));
        }
    }

    @Test
    void tellsTheNeighboursOfTheBoxThatHasTheFocus() {
        try (OpenPage page = OpenPage.as(server, Role.VIEWER)) {
            page.go("/lineage");
            page.locator("a[aria-label^='totals, materialized view']").focus();
            Locator lit = page.locator(".node[data-own-lit] .node-name");
            assertThat(lit).hasText(new String[] {"ranking", "recent", "totals"});
            assertThat(page.locator(".arrow[data-own-lit]")).hasCount(2);
            page.locator("#lineage-around").focus();
            assertThat(lit).hasCount(0);
        }
    }

    @Test
    void followsTheViewsAsTheyAreRefreshed() {
        try (OpenPage page = OpenPage.as(server, Role.VIEWER)) {
            page.go("/lineage").awaitLive().mark();
            Locator totals = page.locator(".node:has(a[aria-label^='totals, materialized view'])");
            server.post("/api/views/totals/refresh", "");
            assertThat(totals).hasClass(Pattern.compile(".*s-fresh.*"));
            assertThat(totals.locator(".node-says")).hasText(Pattern.compile("lag .* of 15 min"));
            assertThat(page.isMarked()).isTrue();
        }
    }
}
