// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.access.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RunPagesPostgresTest {

    private static final String JOBS = """
        freshet: 1
        jobs:
          settle-payments:
            type: sql
            owner: "<b>finance</b>"
            description: "says \\"hello\\" & <script>alert(1)</script>"
            schedule: "30 2 * * *"
            time-zone: Europe/Berlin
            sql: |
              select :customer::int,
                nothing
          chatty:
            type: sql
            sql: "do $$ begin for i in 1..1200 loop raise notice 'line % of <i>many</i>', i; end loop; end $$"
          next: { type: sql, after: chatty, sql: "select 1" }
        """;

    @TempDir
    private static Path home;

    private static RunningServer service;

    @BeforeAll
    static void start() {
        service = RunningServer.start(home);
        service.apply(JOBS);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void listsJobsWithTheirSchedulesInWordsAndEscapesWhatPeopleWrote() {
        assertThat(page("/jobs"))
                .contains("settle-payments", "at 02:30, Europe/Berlin", "after chatty", "&lt;b>finance&lt;/b>")
                .doesNotContain("<b>finance", "<script>alert");
        assertThat(page("/jobs?q=chatty")).contains("id=\"job-chatty\"").doesNotContain("id=\"job-settle-payments\"");
        assertThat(page("/jobs?q=nobody-knows-it")).contains("No job fits");
    }

    @Test
    void showsAJobWithItsTicksInBothZonesAndItsDefinition() {
        assertThat(page("/jobs/settle-payments"))
                .contains("Next ticks", "Europe/Berlin", "select :customer::int", "freshet.yaml:3", "Run now")
                .doesNotContain("<script>alert");
        assertThat(page("/jobs/next")).contains("href=\"/jobs/chatty\"");
        assertThat(page("/jobs/chatty")).contains("Followed by", "href=\"/jobs/next\"");
    }

    @Test
    void asksWhichJobWasMeantAndWhereARunWent() {
        HttpResponse<String> job = service.send(Role.VIEWER, "GET", "/jobs/setle-payments", null);
        assertThat(job.statusCode()).isEqualTo(404);
        assertThat(job.body()).contains("Did you mean", "href=\"/jobs/settle-payments\"");
        HttpResponse<String> run = service.send(Role.VIEWER, "GET", "/runs/999999", null);
        assertThat(run.statusCode()).isEqualTo(404);
        assertThat(run.body()).contains("There is no run 999999");
    }

    @Test
    void givesAViewerNoButtonsAndLetsNobodyButAnOperatorAct() {
        assertThat(service.send(Role.VIEWER, "GET", "/jobs/settle-payments", null)
                        .body())
                .doesNotContain("hx-post");
        assertThat(service.send(Role.VIEWER, "GET", "/jobs", null).body()).doesNotContain("hx-post");
        assertThat(service.send(Role.VIEWER, "POST", "/jobs/chatty/run", null).statusCode())
                .isEqualTo(403);
    }

    @Test
    void pointsAtTheFaultInTheSqlAndDoesTheWorkAgain() {
        long failed = run("settle-payments", "parameters=%7B%22customer%22%3A7%7D");
        assertThat(page("/runs/" + failed))
                .contains("Why it failed", "undefined_column", "is-faulty", "by hand: operator", "\"customer\"");
        assertThat(page("/runs?state=failed")).contains("id=\"run-" + failed + "\"");

        HttpResponse<String> retried = form("/runs/" + failed + "/retry", "reason=looked+into+it");
        assertThat(retried.statusCode()).isEqualTo(204);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(page("/runs/" + failed)).contains("Its work was done again"));
        JsonNode newest = service.get("/api/runs?job=settle-payments&limit=1")
                .get("items")
                .get(0);
        assertThat(newest.get("trigger").asString()).isEqualTo("retry");
        assertThat(newest.get("retries_run_id").asLong()).isEqualTo(failed);
        assertThat(newest.get("parameters").get("customer").asInt()).isEqualTo(7);
        assertThat(page("/jobs/settle-payments")).contains("looked into it");
    }

    @Test
    void refusesParametersThatAreNoObjectWithAHelpfulSentence() {
        HttpResponse<String> refused = form("/jobs/settle-payments/run", "parameters=%7Bcustomer%3A7%7D");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("not valid JSON (line 1, column");
    }

    @Test
    void pausesAndResumesWithTheReasonForEverybodyToSee() {
        assertThat(form("/jobs/chatty/pause", "reason=holiday&for=2h").statusCode())
                .isEqualTo(204);
        assertThat(page("/jobs/chatty")).contains("holiday", "ends by itself", "Resume");
        assertThat(page("/jobs?state=paused")).contains("id=\"job-chatty\"");
        assertThat(form("/jobs/chatty/resume", "").statusCode()).isEqualTo(204);
        assertThat(page("/jobs/chatty")).doesNotContain("ends by itself");
    }

    @Test
    void givesTheLastLinesOfALogFirstAndTheOthersOnDemand() {
        long id = run("chatty", "");
        // A run that commits its success with its work has succeeded a moment before the last of its log is there.
        await().until(() -> service.send(Role.VIEWER, "GET", "/runs/" + id + "/log.txt", null)
                .body()
                .contains("Succeeded"));
        HttpResponse<String> last = service.send(Role.VIEWER, "GET", "/runs/" + id + "/log", null);
        assertThat(last.headers().firstValue("Freshet-Log-More")).hasValue("true");
        assertThat(last.body().lines().filter(line -> line.contains("log-line")))
                .hasSize(500);
        assertThat(last.body()).contains("line 1200 of &lt;i&gt;many&lt;/i&gt;").doesNotContain("line 700 of");
        HttpResponse<String> earlier = service.send(Role.VIEWER, "GET", "/runs/" + id + "/log?before=1.501", null);
        assertThat(earlier.headers().firstValue("Freshet-Log-More")).hasValue("false");
        assertThat(earlier.body()).contains("data-place=\"1.500\"").doesNotContain("data-place=\"1.501\"");
        HttpResponse<String> after = service.send(Role.VIEWER, "GET", "/runs/" + id + "/log?after=1.1200", null);
        assertThat(after.body()).contains("data-place=\"1.1201\"").doesNotContain("data-place=\"1.1200\"");
        assertThat(service.send(Role.VIEWER, "GET", "/runs/" + id + "/log.txt", null)
                        .body()
                        .lines())
                .hasSizeGreaterThan(1_200)
                .anyMatch(line -> line.contains("NOTICE") && line.endsWith("line 1 of <i>many</i>"));
    }

    private static String page(String path) {
        HttpResponse<String> page = service.send(Role.OPERATOR, "GET", path, null);
        assertThat(page.statusCode()).as(path).isEqualTo(200);
        return page.body();
    }

    private static HttpResponse<String> form(String path, String body) {
        return service.send(Role.OPERATOR, "POST", path + (body.isEmpty() ? "" : "?" + body), null);
    }

    /** Runs a job by its button, and waits for the end. */
    private static long run(String job, String body) {
        HttpResponse<String> acted = form("/jobs/" + job + "/run", body);
        assertThat(acted.statusCode()).isEqualTo(204);
        String said = acted.headers().firstValue("HX-Trigger").orElseThrow();
        long id = Long.parseLong(said.replaceAll(".*/runs/(\\d+).*", "$1"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !service.get("/api/runs/" + id).get("ended_at").isNull());
        return id;
    }
}
