// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to jobs and runs, and what the pages show of it. */
class RunBrowserTest {

    @TempDir
    static Path home;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(home);
        server.apply("""
            freshet: 1
            jobs:
              slow: { type: sql, sql: "select pg_sleep(60)" }
              hourly: { type: sql, sql: "select 1", schedule: "0 * * * *" }
              greet: { type: sql, sql: "select :name::text" }
            """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void cancelsALongRunWithAReasonThatTheAuditTrailKeeps() {
        long run = server.post("/api/jobs/slow/runs", "{}").get("id").asLong();
        try (OpenPage page = OpenPage.withSessionOf(server, server.user("gus", Role.OPERATOR))) {
            page.go("/runs/" + run).awaitLive().mark();
            assertThat(page.state()).hasText("running");

            page.locator("#cancel-run").click();
            Locator dialog = page.locator("#cancel-run-dialog");
            assertThat(dialog.locator("h2")).hasText("Cancel run " + run + "?");
            dialog.locator("#cancel-run-reason").fill("the disk fills up");
            dialog.locator("button[type=submit]").click();

            assertThat(dialog).isHidden();
            assertThat(page.locator(".notice")).containsText("Run " + run + " is");
            assertThat(page.state()).hasText("cancelled");
            assertThat(page.locator("#retry-run")).isVisible();
            assertThat(page.locator("#run-acts")).containsText("the disk fills up");
            assertThat(page.isMarked()).isTrue();

            page.go("/audit");
            Locator entry = page.locator("main tr").filter(new Locator.FilterOptions().setHasText("the disk fills up"));
            assertThat(entry).containsText("gus");
            assertThat(entry).containsText("cancel");
        }
    }

    @Test
    void leavesARunAloneWhenNobodyMeantToCancelIt() {
        long run = server.post("/api/jobs/slow/runs", "{}").get("id").asLong();
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            page.go("/runs/" + run).awaitLive();
            page.locator("#cancel-run").click();
            page.locator("#cancel-run-dialog [data-closes]").click();
            assertThat(page.locator("#cancel-run-dialog")).isHidden();
            assertThat(server.get("/api/runs/" + run).get("state").asString()).isEqualTo("running");
        }
        server.post("/api/runs/" + run + "/cancel", "{}");
    }

    @Test
    void pausesAJobWithAReasonForEverybodyToSeeUntilItIsResumed() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR);
                OpenPage overview = OpenPage.as(server, Role.VIEWER)) {
            overview.go("/").awaitLive();
            page.go("/jobs/hourly").awaitLive().mark();
            page.locator("#pause-job").click();
            page.locator("#pause-job-reason").fill("the month is being closed");
            page.locator("#pause-job-until").selectOption("2h");
            page.locator("#pause-job-dialog button[type=submit]").click();

            assertThat(page.locator("#job-pause")).containsText("the month is being closed");
            assertThat(page.locator("#job-pause")).containsText("ends by itself");
            assertThat(overview.locator("#attention-hourly-paused")).containsText("the month is being closed");

            page.locator("#resume-job").click();
            assertThat(page.locator("#job-pause")).hasCount(0);
            assertThat(page.locator("#pause-job")).isVisible();
            assertThat(overview.locator("#attention-hourly-paused")).hasCount(0);
            assertThat(page.isMarked()).isTrue();
        }
    }

    @Test
    void tellsWhatIsWrongWithParametersWhereTheyAreTyped() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR).expecting(400)) {
            page.go("/jobs/greet").awaitLive();
            page.locator("#run-job").click();
            Locator dialog = page.locator("#run-job-dialog");
            dialog.locator("textarea").fill("{name: 7}");
            dialog.locator("button[type=submit]").click();
            assertThat(dialog.locator("[data-fault]")).containsText("not valid JSON");
            assertThat(dialog.locator("textarea")).hasValue("{name: 7}");

            dialog.locator("textarea").fill("{\"name\": \"Ada\"}");
            dialog.locator("button[type=submit]").click();
            assertThat(dialog).isHidden();
            page.locator(".notice a").click();
            assertThat(page.awaitLive().state()).hasText("succeeded");
            assertThat(page.locator("#run-facts")).containsText("\"Ada\"");
        }
    }
}
