// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open pages follow what happens, whatever happens to the service. */
class LiveBrowserTest {

    private static final double PATIENCE = 20_000;

    @TempDir
    Path home;

    private RunningServer server;

    @BeforeEach
    void start() {
        server = RunningServer.start(home);
        server.apply("""
            freshet: 1
            jobs:
              slow: { type: sql, sql: "select pg_sleep(30)" }
            """);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void survivesARestartOfTheServiceAndSaysSo() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            page.go("/").awaitLive();

            server.restart(() -> assertThat(page.locator("[data-live-state]").first())
                    .hasAttribute(
                            "data-live-state",
                            "offline",
                            new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE)));

            assertThat(page.locator("[data-live-state]").first())
                    .hasAttribute(
                            "data-live-state",
                            "live",
                            new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE));
            assertThat(page.locator(".notice")).containsText("started anew");
            long run = server.post("/api/jobs/slow/runs", "{}").get("id").asLong();
            assertThat(page.locator("#now-" + run)).isVisible();
            server.post("/api/runs/" + run + "/cancel", "{}");
            // Chromium reports each connection that was refused meanwhile.
            page.forgetComplaints();
        }
    }

    @Test
    void holdsOneStreamForAllPagesOfABrowser() {
        try (OpenPage first = OpenPage.as(server, Role.OPERATOR)) {
            List<String> streams = new CopyOnWriteArrayList<>();
            first.context().onRequest(request -> {
                if (request.url().endsWith("/live")) {
                    streams.add(request.url());
                }
            });
            first.go("/").awaitLive();
            Page second = first.context().newPage();
            second.navigate(server.server().url() + "/");
            assertThat(second.locator("[data-live-state=live]").first()).isAttached();
            assertThat(streams).hasSize(1);

            long run = server.post("/api/jobs/slow/runs", "{}").get("id").asLong();
            assertThat(first.locator("#now-" + run)).isVisible();
            // The page in front follows at once; it is the one whose browser tab is looked at.
            second.bringToFront();
            assertThat(second.locator("#now-" + run)).isVisible();

            // The page that held the stream goes away: the other one takes it over.
            first.page().close();
            server.post("/api/runs/" + run + "/cancel", "{}");
            assertThat(second.locator("#now-" + run)).hasCount(0);
            assertThat(streams).hasSize(2);
        }
    }
}
