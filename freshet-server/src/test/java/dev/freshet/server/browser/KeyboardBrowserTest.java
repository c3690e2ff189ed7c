// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything works without a mouse. */
class KeyboardBrowserTest {

    @TempDir
    static Path home;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(home);
        server.apply("""
            freshet: 1
            jobs:
              hourly: { type: sql, sql: "select 1", schedule: "0 * * * *" }
            """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void reachesTheSkipLinkFirstAndThenTheNavigation() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            page.go("/jobs");
            press(page, "Tab");
            assertThat(page.locator(".skip")).isFocused();
            assertThat(page.locator(".skip")).isInViewport();
            press(page, "Tab");
            assertThat(page.locator(".bar .brand")).isFocused();
            press(page, "Tab");
            assertThat(page.locator("#navigation a").first()).isFocused();
        }
    }

    @Test
    void skipsToTheContent() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            page.go("/jobs");
            press(page, "Tab");
            press(page, "Enter");
            assertThat(page.locator("#content")).isFocused();
            press(page, "Tab");
            assertThat(page.locator("main :focus")).hasCount(1);
        }
    }

    @Test
    void opensTheMenuOfAPhoneAndClosesItAgain() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR, OpenPage.PHONE, ColorScheme.LIGHT)) {
            page.go("/jobs").awaitLive();
            assertThat(page.locator("#navigation")).isHidden();
            page.locator(".menu-button").focus();
            press(page, "Enter");
            assertThat(page.locator("#navigation")).isVisible();
            assertThat(page.locator(".menu-button")).hasAttribute("aria-expanded", "true");
            page.assertAccessible();
            page.assertNoSidewaysScroll();
            press(page, "Tab");
            assertThat(page.locator("#navigation a").first()).isFocused();

            press(page, "Escape");
            assertThat(page.locator("#navigation")).isHidden();
            assertThat(page.locator(".menu-button")).isFocused();
            assertThat(page.locator(".menu-button")).hasAttribute("aria-expanded", "false");
        }
    }

    @Test
    void keepsTheFocusInADialogAndGivesItBackToTheButton() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            page.go("/jobs/hourly").awaitLive();
            page.locator("#pause-job").focus();
            press(page, "Enter");
            assertThat(page.locator("#pause-job-dialog")).isVisible();
            assertThat(page.locator("#pause-job-dialog :focus")).hasCount(1);
            page.assertAccessible();
            for (int i = 0; i < 12; i++) {
                press(page, "Tab");
                assertThat(page.page().evaluate("""
                    () => document.activeElement === document.body
                      || document.querySelector('#pause-job-dialog').contains(document.activeElement)
                    """))
                        .as("focus after %d times Tab", i + 1)
                        .isEqualTo(true);
            }
            press(page, "Escape");
            assertThat(page.locator("#pause-job-dialog")).isHidden();
            assertThat(page.locator("#pause-job")).isFocused();
        }
    }

    @Test
    void sendsADialogWithEnter() {
        try (OpenPage page = OpenPage.as(server, Role.OPERATOR)) {
            page.go("/jobs/hourly").awaitLive();
            page.locator("#pause-job").focus();
            press(page, "Enter");
            page.locator("#pause-job-reason").focus();
            page.page().keyboard().type("typed by hand");
            press(page, "Enter");
            assertThat(page.locator("#job-pause")).containsText("typed by hand");
            page.locator("#resume-job").focus();
            press(page, "Enter");
            assertThat(page.locator("#job-pause")).hasCount(0);
        }
    }

    @Test
    void jumpsToTheFilterAndNarrowsTheList() {
        try (OpenPage page = OpenPage.as(server, Role.VIEWER)) {
            page.go("/jobs").awaitLive();
            press(page, "/");
            assertThat(page.locator("#jobs-q")).isFocused();
            page.page().keyboard().type("nothing like it");
            assertThat(page.locator("#job-hourly")).isHidden();
            assertThat(page.locator("[data-nothing-left]")).isVisible();
            page.locator("#jobs-q").fill("hour");
            assertThat(page.locator("#job-hourly")).isVisible();
        }
    }

    private static void press(OpenPage page, String key) {
        page.page().keyboard().press(key);
    }
}
