// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.ColorScheme;
import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the numbers on a run's page to an item that is mended and done. */
class ItemsBrowserTest {

    @TempDir
    static Path home;

    private static RunningServer server;
    private static long run;

    @BeforeAll
    static void start() {
        server = RunningServer.start(home);
        server.database().execute("CREATE TABLE paid (id text PRIMARY KEY, amount int CHECK (amount > 0))");
        server.apply("""
            freshet: 1
            jobs:
              pay:
                type: items
                select: "select i as key, case when i > 17 then -i else i end as amount from generate_series(1, 20) i order by i"
                process: "insert into paid values (:key, (:payload::jsonb ->> 'amount')::int)"
            """);
        run = server.post("/api/jobs/pay/runs", "{}").get("id").asLong();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> server.get("/api/runs/" + run).hasNonNull("ended_at"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void leadsFromTheErrorToTheItemWherePayloadIsMendedAndReinjected() {
        try (OpenPage page = OpenPage.withSessionOf(server, server.user("gus", Role.OPERATOR))
                .expecting(400)) {
            page.go("/runs/" + run).awaitLive();
            assertThat(page.locator("#run-items .is-failed strong")).hasText("3");
            page.locator("#run-items .item-error a").click();
            assertThat(page.locator("#items-list tbody tr")).hasCount(3);
            page.locator("#item-18 a.name").click();

            page.awaitLive().mark();
            page.locator("#payload").fill("{\"amount\": }");
            page.locator("#payload-form button[type=submit]").click();
            assertThat(page.locator("#payload-form [data-fault]")).containsText("not JSON");
            page.locator("#payload").fill("{\"amount\": 18}");
            page.locator("#payload-form button[type=submit]").click();
            assertThat(page.locator("#item-history")).containsText("edited by gus");
            assertThat(page.locator("#payload-form [data-fault]")).isHidden();

            page.locator("#reinject-item").click();
            assertThat(page.state()).hasText("done");
            assertThat(page.isMarked()).isTrue();

            page.go("/runs/" + run + "/items").awaitLive();
            page.locator("#tick-19").check();
            page.locator("#dismiss-selected").click();
            page.locator("#dismiss-selected-reason").fill("a test order");
            page.locator("#dismiss-selected-dialog button[type=submit]").click();
            assertThat(page.locator("#item-19 .sign-word")).hasText("dismissed");
            assertThat(page.locator("#item-20 .sign-word")).hasText("failed");
        }
    }

    @Test
    void fitsAPhoneAndPeopleWhoDoNotSee() {
        for (String path : new String[] {"/runs/" + run, "/runs/" + run + "/items", "/runs/" + run + "/items/20"}) {
            for (ColorScheme colours : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                try (OpenPage page = OpenPage.as(server, Role.OPERATOR, OpenPage.PHONE, colours)) {
                    page.go(path).awaitLive().awaitWhole();
                    page.assertNoSidewaysScroll();
                    page.assertAccessible();
                }
            }
        }
        assertThat(run).isPositive();
    }
}
