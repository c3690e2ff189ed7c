// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a run, while it is written. */
class LogBrowserTest {

    @TempDir
    Path home;

    private RunningServer server;
    private Gate gate;

    @BeforeEach
    void start() {
        server = RunningServer.start(home);
        gate = Gate.in(server.database());
        server.apply("""
            freshet: 1
            jobs:
              chatty:
                type: sql
                sql: |
                  do $$ begin
                    raise notice 'line 0';
                    for part in 0..3 loop
                      perform public.pass('part ' || part);
                      for i in 1..500 loop raise notice 'line %', part * 500 + i; end loop;
                    end loop;
                  end $$
            """);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsAllLinesInOrderAndNoneTwiceWhileItKeepsTheEndInView() {
        try (OpenPage page = OpenPage.as(server, Role.VIEWER)) {
            open(page);
            for (int part = 0; part < 4; part++) {
                gate.open("part " + part);
                assertThat(line(page, (part + 1) * 500)).isVisible();
                assertThat(line(page, (part + 1) * 500)).isInViewport();
            }
            assertThat(page.state()).hasText("succeeded");
            assertThat(numbered(page))
                    .isEqualTo(IntStream.rangeClosed(0, 2_000).boxed().toList());
            assertThat(page.locator("#log-follow")).isChecked();
        }
    }

    @Test
    void leavesTheReaderWhereHeReadsUntilHeFollowsAgain() {
        try (OpenPage page = OpenPage.as(server, Role.VIEWER)) {
            open(page);
            gate.open("part 0");
            assertThat(line(page, 500)).isVisible();

            page.locator(".log-scroll").hover();
            page.page().mouse().wheel(0, -2_000);
            assertThat(page.locator("#log-follow")).not().isChecked();
            Object place = page.page().evaluate("() => document.querySelector('.log-scroll').scrollTop");
            gate.open("part 1");
            assertThat(line(page, 1_000)).isAttached();
            assertThat(page.page().evaluate("() => document.querySelector('.log-scroll').scrollTop"))
                    .isEqualTo(place);
            assertThat(line(page, 1_000)).not().isInViewport();

            page.locator("#log-follow").check();
            assertThat(line(page, 1_000)).isInViewport();
            gate.open("part 2");
            assertThat(line(page, 1_500)).isInViewport();
            gate.open("part 3");
            assertThat(line(page, 2_000)).isInViewport();
        }
    }

    @Test
    void fetchesEarlierLinesOnDemandAndFilters() {
        for (int part = 0; part < 4; part++) {
            gate.open("part " + part);
        }
        long run = server.post("/api/jobs/chatty/runs", "{}").get("id").asLong();
        try (OpenPage page = OpenPage.as(server, Role.VIEWER)) {
            page.go("/runs/" + run).awaitLive();
            assertThat(page.state()).hasText("succeeded");
            page.go("/runs/" + run).awaitLive();
            assertThat(page.locator(".log-line")).hasCount(500);
            Locator earlier = page.locator(".log-earlier");
            while (earlier.isVisible()) {
                int before = page.locator(".log-line").count();
                earlier.click();
                assertThat(page.locator(".log-line").nth(before)).isAttached();
                assertThat(earlier).isEnabled();
            }
            assertThat(numbered(page))
                    .isEqualTo(IntStream.rangeClosed(0, 2_000).boxed().toList());

            page.locator("#log-text").fill("line 1234");
            assertThat(page.locator(".log-line:visible")).hasCount(1);
            page.locator("#log-text").fill("");
            page.locator("#log-level").selectOption("4");
            assertThat(page.locator(".log-line:visible")).hasCount(0);
            assertThat(page.locator(".log-empty")).hasText("No line fits the filter.");
        }
    }

    @Test
    void losesNothingWhenTheServiceIsRestartedMeanwhile() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            long run = open(page);
            gate.open("part 0");
            assertThat(line(page, 500)).isVisible();

            server.restart(() -> {
                for (int part = 1; part < 4; part++) {
                    gate.open("part " + part);
                }
            });
            Locator live = page.locator("[data-live-state]").first();
            assertThat(live).hasAttribute("data-live-state", "live");
            page.forgetComplaints();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !server.get("/api/runs/" + run).get("ended_at").isNull());
            List<String> stored = server.send(Role.VIEWER, "GET", "/runs/" + run + "/log.txt", null)
                    .body()
                    .lines()
                    .map(text -> text.replaceFirst("^\\S+ \\d+ \\S+ +", ""))
                    .toList();
            assertThat(page.locator(".log-line")).hasCount(stored.size());
            assertThat(page.locator(".log-message").allTextContents()).isEqualTo(stored);
        }
    }

    /** Opens the page of a run that waits at the first gate. */
    private long open(OpenPage page) {
        long run = server.post("/api/jobs/chatty/runs", "{}").get("id").asLong();
        // High enough for the whole log: what is in view there is in view here.
        page.page().setViewportSize(OpenPage.DESK, 1_400);
        page.go("/runs/" + run).awaitLive();
        assertThat(page.state()).hasText("running");
        assertThat(line(page, 0)).isVisible();
        return run;
    }

    private static Locator line(OpenPage page, int number) {
        return page.locator(".log-message").getByText("line " + number, new Locator.GetByTextOptions().setExact(true));
    }

    /** The numbers of the lines, from top to bottom. */
    private static List<Integer> numbered(OpenPage page) {
        return page.locator(".log-message").allTextContents().stream()
                .filter(text -> text.startsWith("line "))
                .map(text -> Integer.valueOf(text.substring(5)))
                .toList();
    }
}
