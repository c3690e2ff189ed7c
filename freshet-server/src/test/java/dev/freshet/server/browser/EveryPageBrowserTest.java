// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import dev.freshet.access.UserAccount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds on every page, whoever looks at it. */
class EveryPageBrowserTest {

    /** On pages of their own account viewers may change that. */
    private static final String OWN_ACCOUNT = "/settings";
    /** Its buttons are there to be looked at. */
    private static final String SAMPLES = "/design";

    private static final String ACTS =
            "main button[hx-post], main [hx-post], main form[method=post], main [data-opens]";

    @TempDir
    static Path home;

    private static Furnished furnished;

    @BeforeAll
    static void start() {
        furnished = Furnished.start(home);
        furnished.server().user("ann", Role.ADMINISTRATOR);
        furnished.server().user("ben", Role.VIEWER);
    }

    @AfterAll
    static void stop() {
        furnished.close();
    }

    @Test
    void offersAViewerNoActAnywhere() {
        List<String> wrong = new ArrayList<>();
        // What leads nowhere is the administrator's: nobody else is told what there is not.
        try (OpenPage viewer = OpenPage.as(furnished.server(), Role.VIEWER)
                        .expecting(404)
                        .expecting(403);
                OpenPage operator = OpenPage.as(furnished.server(), Role.OPERATOR)
                        .expecting(404)
                        .expecting(403)) {
            int acts = 0;
            for (String path : furnished.pages(Role.VIEWER)) {
                if (!path.equals(OWN_ACCOUNT) && !path.equals(SAMPLES)) {
                    int offered = viewer.go(path).locator(ACTS).count();
                    if (offered > 0) {
                        wrong.add(path + " offers a viewer " + offered + " acts");
                    }
                    acts += operator.go(path).locator(ACTS).count();
                }
            }
            assertThat(acts).as("acts offered to an operator").isGreaterThan(20);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void refusesAViewersForgedActAndSaysSo() {
        UserAccount viewer = furnished.server().user("vera", Role.VIEWER);
        try (OpenPage page = OpenPage.withSessionOf(furnished.server(), viewer).expecting(403)) {
            page.go("/jobs/hourly").awaitLive();
            page.page().evaluate("() => { htmx.ajax('POST', '/jobs/hourly/run', { swap: 'none' }); }");
            assertThat(page.locator(".notice.fault")).containsText("Your role does not allow this");
        }
        assertThat(furnished.server().get("/api/runs?job=hourly").get("items")).isEmpty();
    }
}
