// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewBrowserTest {

    @TempDir
    static Path home;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(home);
        server.database().execute("""
            CREATE MATERIALIZED VIEW totals AS SELECT g AS "Id of <it>", g::text AS name FROM generate_series(1, 9) g;
            CREATE UNIQUE INDEX totals_key ON totals ("Id of <it>");
            """);
        server.apply("""
            freshet: 1
            views:
              totals: { freshness: 15m, refresh: concurrently }
            """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void tellsWhatMendsAFailingRefreshAndTurnsFreshByItself() {
        server.database().execute("DROP INDEX totals_key");
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            page.go("/views/totals").awaitLive().mark();
            page.locator("#refresh").click();

            Locator trouble = page.locator("#trouble");
            assertThat(trouble).containsText("unique index");
            String ddl = trouble.locator("code").textContent();
            assertThat(ddl).startsWith("CREATE UNIQUE INDEX CONCURRENTLY ON public.totals (");
            trouble.locator("[data-copy]").click();
            assertThat(trouble.locator("[data-copy]")).hasAttribute("aria-label", "Copied");
            Object copied = page.page().evaluate("() => navigator.clipboard.readText()");
            assertThat(copied).isEqualTo(ddl);
            assertThat(trouble.locator("[data-copy]")).hasAttribute("aria-label", "Copy what mends it");

            server.database().execute(ddl);
            server.post("/api/views/totals/refresh", "");
            assertThat(trouble).hasCount(0);
            assertThat(page.state()).hasText("fresh");
            assertThat(page.isMarked()).isTrue();
        }
    }

    @Test
    void looksAtTheViewAgainWhenAsked() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            page.go("/views/totals").awaitLive();
            assertThat(page.locator("#closer-look")).containsText("generate_series");
            page.mark().locator("#look-again").click();
            assertThat(page.locator("#look-again")).isEnabled();
            assertThat(page.locator("#closer-look")).containsText("generate_series");
            assertThat(page.locator("#closer-look")).hasCount(1);
        }
    }
}
