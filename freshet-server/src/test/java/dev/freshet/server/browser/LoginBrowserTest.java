// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import dev.freshet.access.Role;
import dev.freshet.access.UserAccount;
import dev.freshet.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way in, with nothing but a browser. */
class LoginBrowserTest {

    @TempDir
    static Path home;

    private static RunningServer server;
    private static Gate gate;

    @BeforeAll
    static void start() {
        server = RunningServer.start(home);
        gate = Gate.in(server.database());
        server.database().execute("""
            CREATE MATERIALIZED VIEW totals AS SELECT 1 AS id, public.pass('totals') AS passed WITH NO DATA;
            CREATE UNIQUE INDEX ON totals (id);
            """);
        server.apply("""
            freshet: 1
            jobs:
              slow: { type: sql, sql: "select pg_sleep(30)" }
            views:
              totals: { freshness: 15m, schedule: "0 0 29 2 *" }
            """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void leadsFromTheWelcomeLinkToAViewThatIsRefreshedBeforeOnesEyes() throws IOException {
        try (OpenPage page = OpenPage.asStranger(server)) {
            page.page().navigate(Files.readString(home.resolve("welcome-link")).strip());
            page.locator("#name").fill("ann");
            page.locator("#password").fill(RunningServer.PASSWORD);
            page.locator("#repeated").fill(RunningServer.PASSWORD);
            page.locator("button[type=submit]").click();

            assertThat(page.page()).hasURL(address("/"));
            assertThat(page.locator(".who-name")).hasText("ann");
            page.locator("#board-totals a").click();
            assertThat(page.state()).hasText("unknown");

            page.awaitLive().locator("#refresh").click();
            page.locator(".notice a").click();
            page.awaitLive().mark();
            assertThat(page.state()).hasText("running");
            assertThat(page.locator(".log-line").first()).isVisible();
            int lines = page.locator(".log-line").count();

            gate.open("totals");
            assertThat(page.state()).hasText("succeeded");
            assertThat(page.locator(".log-line").nth(lines)).isVisible();
            assertThat(page.isMarked())
                    .as("shown without loading the page again")
                    .isTrue();

            String last = page.locator(".log-message").last().innerText();
            Download text = page.page()
                    .waitForDownload(() -> page.locator("#run-log a[download]").click());
            assertThat(Files.readString(text.path())).contains(last);
            page.locator("#run-refreshes a").click();
            assertThat(page.state()).hasText("fresh");
        }
    }

    @Test
    void keepsTheNameAfterAWrongPasswordAndLeadsToThePageThatWasAskedFor() {
        server.user("ben", Role.VIEWER);
        try (OpenPage page = OpenPage.asStranger(server).expecting(401)) {
            page.go("/views/totals?span=7d");
            assertThat(page.page()).hasURL(address("/login?next=%2Fviews%2Ftotals%3Fspan%3D7d"));

            page.logIn("ben", "not the password of ben");
            assertThat(page.locator("#fault")).hasText("Name or password is wrong.");
            assertThat(page.locator("#name")).hasValue("ben");
            assertThat(page.locator("#password")).isEmpty();
            assertThat(page.locator("#password")).isFocused();

            page.locator("#password").fill(RunningServer.PASSWORD);
            page.page().keyboard().press("Enter");
            assertThat(page.page()).hasURL(address("/views/totals?span=7d"));
        }
    }

    @Test
    void leadsNobodyToAnotherSite() {
        server.user("cid", Role.VIEWER);
        try (OpenPage page = OpenPage.asStranger(server)) {
            page.go("/login?next=https%3A%2F%2Fexample.com%2F").logIn("cid", RunningServer.PASSWORD);
            assertThat(page.page()).hasURL(address("/"));
        }
    }

    @Test
    void logsOutAndInAgain() {
        server.user("dora", Role.OPERATOR);
        try (OpenPage page = OpenPage.asStranger(server)) {
            page.go("/login").logIn("dora", RunningServer.PASSWORD);
            assertThat(page.locator(".who-name")).hasText("dora");

            page.awaitLive().locator(".logout button").click();
            assertThat(page.page()).hasURL(address("/login"));
            page.go("/jobs");
            assertThat(page.page()).hasURL(address("/login?next=%2Fjobs"));

            page.logIn("dora", RunningServer.PASSWORD);
            assertThat(page.page()).hasURL(address("/jobs"));
            assertThat(page.locator(".who-role")).hasText("operator");
        }
    }

    @Test
    void saysHowLongWhoGuessesHasToWait() {
        server.user("eve", Role.VIEWER);
        try (OpenPage page = OpenPage.asStranger(server).expecting(401).expecting(429)) {
            page.go("/login");
            for (int guess = 1; guess <= 5; guess++) {
                page.logIn("eve", "guess number " + guess);
                assertThat(page.locator("#fault")).hasText("Name or password is wrong.");
            }
            page.logIn("eve", RunningServer.PASSWORD);
            assertThat(page.locator("#fault")).containsText("Too many attempts. Try again in");
            assertThat(page.locator("#name")).hasValue("eve");
        }
    }

    @Test
    void leadsToTheLoginWhenTheSessionWasEndedElsewhereAndBackAgain() {
        UserAccount user = server.user("fay", Role.OPERATOR);
        try (OpenPage page = OpenPage.withSessionOf(server, user).expecting(401);
                OpenPage elsewhere = OpenPage.withSessionOf(server, user)) {
            page.go("/jobs/slow").awaitLive();
            elsewhere.go("/settings").awaitLive();
            Locator others = elsewhere.locator("form[action$='/end'] button");
            for (int left = others.count(); left > 0; left--) {
                others.first().click();
                assertThat(others).hasCount(left - 1);
            }

            long run = server.post("/api/jobs/slow/runs", "{}").get("id").asLong();
            assertThat(page.locator("h1")).hasText("Log in");
            assertThat(page.locator("[role=status].note")).containsText("Your session has ended");
            page.logIn("fay", RunningServer.PASSWORD);
            assertThat(page.page()).hasURL(address("/jobs/slow"));
            assertThat(page.locator("#now-" + run)).isVisible();
            server.post("/api/runs/" + run + "/cancel", "{}");
        }
    }

    private static String address(String path) {
        return server.server().url() + path;
    }
}
