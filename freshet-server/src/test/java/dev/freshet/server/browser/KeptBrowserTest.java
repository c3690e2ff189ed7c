// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While an open page changes, it leaves people what they were at. */
class KeptBrowserTest {

    @TempDir
    static Path home;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(home);
        server.apply("""
            freshet: 1
            jobs:
              slow: { type: sql, sql: "select pg_sleep(600)", schedule: "0 * * * *" }
              other: { type: sql, sql: "select 1" }
            """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void keepsWhatIsTypedIntoAnOpenDialog() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            page.go("/jobs/slow").awaitLive();
            page.locator("#pause-job").click();
            page.locator("#pause-job-until").selectOption("1d");
            page.locator("#pause-job-reason").fill("half a sen");

            long run = run();
            assertThat(page.locator("#now-" + run)).isAttached();
            assertThat(page.locator("#pause-job-dialog")).isVisible();
            assertThat(page.locator("#pause-job-reason")).isFocused();
            page.page().keyboard().type("tence");
            cancel(run);
            assertThat(page.locator("#now-" + run)).hasCount(0);
            assertThat(page.locator("#pause-job-reason")).hasValue("half a sentence");
            assertThat(page.locator("#pause-job-until")).hasValue("1d");
        }
    }

    @Test
    void keepsAnOpenTableAndTheFocusOfALink() {
        long first = run();
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            page.go("/jobs/slow").awaitLive();
            page.locator("#job-card-days summary").click();
            page.locator("#run-" + first + " a.name").focus();
            cancel(first);
            assertThat(page.locator("#run-" + first)).containsText("cancelled");
            long second = run();
            assertThat(page.locator("#run-" + second)).isVisible();
            assertThat(page.locator("#job-card-days details")).hasAttribute("open", "");
            assertThat(page.locator("#run-" + first + " a.name")).isFocused();
            cancel(second);
        }
    }

    @Test
    void keepsTheReadersPlace() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR, OpenPage.PHONE, ColorScheme.LIGHT)) {
            page.go("/jobs/slow").awaitLive();
            Locator read = page.locator("#job-card-schedule");
            page.page().evaluate("() => document.querySelector('#job-card-schedule').scrollIntoView()");
            double before = read.boundingBox().y;

            long run = run();
            assertThat(page.locator("#now-" + run)).isAttached();
            assertThat(read.boundingBox().y).isCloseTo(before, within(2.0));
            cancel(run);
            assertThat(page.locator("#now-" + run)).hasCount(0);
            assertThat(read.boundingBox().y).isCloseTo(before, within(2.0));
        }
    }

    @Test
    void keepsAFilterThatSomebodyTypes() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            page.go("/jobs").awaitLive();
            page.locator("#jobs-q").fill("slo");
            assertThat(page.locator("#job-other")).isHidden();
            long run = run();
            assertThat(page.locator("#job-slow .last-run")).hasAttribute("href", "/runs/" + run);
            assertThat(page.locator("#jobs-q")).hasValue("slo");
            assertThat(page.locator("#job-other")).isHidden();
            cancel(run);
        }
    }

    private static long run() {
        return server.post("/api/jobs/slow/runs", "{}").get("id").asLong();
    }

    private static void cancel(long run) {
        server.post("/api/runs/" + run + "/cancel", "{}");
    }
}
