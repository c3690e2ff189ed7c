// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverviewBrowserTest {

    @TempDir
    static Path home;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(home);
        server.database().execute("CREATE MATERIALIZED VIEW totals AS SELECT 1 AS id, count(*) FROM pg_class");
        server.database().execute("CREATE UNIQUE INDEX ON totals (id)");
        server.apply("""
            freshet: 1
            jobs:
              hourly: { type: sql, sql: "select 1", schedule: "0 * * * *" }
              slow: { type: sql, sql: "select pg_sleep(30)" }
              broken: { type: sql, sql: "select 1/0" }
            views:
              totals: { freshness: 15m, schedule: "*/10 * * * *" }
            """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "390, LIGHT", "390, DARK"})
    void isAccessibleAndFits(int width, ColorScheme colours) {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR, width, colours)) {
            page.go("/").awaitLive();
            page.assertAccessible();
            page.assertNoSidewaysScroll();
        }
    }

    @Test
    void followsARunWithoutBeingAsked() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            page.go("/").awaitLive();
            long run = server.post("/api/jobs/slow/runs", "{}").get("id").asLong();

            assertThat(page.locator("#now-" + run)).containsText("slow");

            server.post("/api/runs/" + run + "/cancel", "{}");
            assertThat(page.locator("#now-" + run)).hasCount(0);
        }
    }

    @Test
    void showsAFailedJobWithTheActThatHelps() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            page.go("/").awaitLive();
            server.post("/api/jobs/broken/runs", "{}");

            assertThat(page.locator("#attention-broken-failed")).containsText("division by zero");
            page.locator("#mend-broken-failed").click();
            assertThat(page.locator(".notice")).containsText("queued");
        }
    }

    @Test
    void offersAViewerNothingToDo() {
        try (OpenPage page = OpenPage.as(server, Role.VIEWER)) {
            page.go("/").awaitLive();
            assertThat(page.locator("#board-totals")).isVisible();
            assertThat(page.locator("main button")).hasCount(0);
        }
    }

    @Test
    void keepsFocusAndAnOpenTableWhileItChanges() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            page.go("/").awaitLive();
            page.locator("details.behind summary").click();
            page.locator("#board-totals a").focus();
            long run = server.post("/api/jobs/slow/runs", "{}").get("id").asLong();

            assertThat(page.locator("#now-" + run)).isVisible();
            assertThat(page.locator("details.behind[open]")).hasCount(1);
            assertThat(page.locator("#board-totals a")).isFocused();
            server.post("/api/runs/" + run + "/cancel", "{}");
        }
    }

    @Test
    void remembersTheChosenColours() {
        try (OpenPage page = OpenPage.as(server, Role.VIEWER)) {
            page.go("/").awaitLive();
            page.locator("[data-theme-choice=auto]").click();
            assertThat(page.locator("html")).hasAttribute("data-theme", "light");
            page.locator("[data-theme-choice=light]").click();
            assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
            page.go("/");
            assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        }
    }
}
