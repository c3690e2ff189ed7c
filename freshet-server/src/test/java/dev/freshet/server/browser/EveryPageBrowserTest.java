// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.freshet.access.Role;
import dev.freshet.access.UserAccount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds on every page, whatever it shows, at every width and in all colours. */
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
    private static UserAccount administrator;
    private static List<String> pagesOfStrangers;

    @BeforeAll
    static void start() {
        furnished = Furnished.start(home);
        // The link goes with the first administrator; its page is looked at all the same.
        pagesOfStrangers = furnished.pagesOfStrangers();
        administrator = furnished.server().user("ann", Role.ADMINISTRATOR);
        furnished.server().user("ben", Role.VIEWER);
    }

    @AfterAll
    static void stop() {
        furnished.close();
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "390, LIGHT", "390, DARK"})
    void fitsCanBeUsedByEverybodyAndComplainsAboutNothing(int width, ColorScheme colours) {
        List<String> wrong = new ArrayList<>();
        // Each width and each theme is examined; the fourth look adds nothing to the other three but time.
        boolean examined = width != OpenPage.PHONE || colours == ColorScheme.LIGHT;
        try (OpenPage page = OpenPage.withSessionOf(furnished.server(), administrator, width, colours)
                .expecting(404)) {
            for (String path : furnished.pages(Role.ADMINISTRATOR)) {
                page.go(path).awaitWhole();
                look(page, path, examined, wrong);
            }
        }
        try (OpenPage page =
                OpenPage.asStranger(furnished.server(), width, colours).expecting(410)) {
            for (String path : pagesOfStrangers) {
                look(page.go(path), path, examined, wrong);
            }
        }
        assertThat(wrong).isEmpty();
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

    private static void look(OpenPage page, String path, boolean examined, List<String> wrong) {
        int surplus = page.surplusWidth();
        if (surplus > 0) {
            wrong.add(path + " is " + surplus + " px wider than its window");
        }
        if (examined) {
            page.barriers().forEach(barrier -> wrong.add(path + " " + barrier));
        }
        int headings = page.locator("h1").count();
        if (headings != 1) {
            wrong.add(path + " has " + headings + " first headings");
        }
        String title = page.page().title();
        if (!title.endsWith(" · Freshet") || title.length() < 12) {
            wrong.add(path + " has the title " + title);
        }
        page.complaints().forEach(complaint -> wrong.add(path + " " + complaint));
        page.forgetComplaints();
    }
}
