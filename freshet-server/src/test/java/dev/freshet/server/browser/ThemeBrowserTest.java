// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThemeBrowserTest {

    @TempDir
    static Path home;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void followsTheColoursOfTheSystemWhileItRuns() {
        try (OpenPage page = OpenPage.as(server, Role.VIEWER, OpenPage.DESK, ColorScheme.LIGHT)) {
            page.go("/");
            assertThat(page.locator("html")).hasAttribute("data-theme", "light");
            String light = background(page);
            page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
            assertThat(background(page)).isNotEqualTo(light);
        }
    }

    @Test
    void keepsAChoiceAgainstTheSystemUntilItIsTakenBack() {
        try (OpenPage page = OpenPage.as(server, Role.VIEWER, OpenPage.DESK, ColorScheme.DARK)) {
            page.go("/");
            page.locator("[data-theme-choice=auto]").click();
            assertThat(page.locator("html")).hasAttribute("data-theme", "light");
            page.go("/runs");
            assertThat(page.locator("html")).hasAttribute("data-theme", "light");
            assertThat(page.locator("[data-theme-choice=light]")).isVisible();

            page.locator("[data-theme-choice=light]").click();
            page.locator("[data-theme-choice=dark]").click();
            assertThat(page.locator("[data-theme-choice=auto]")).isFocused();
            page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            assertThat(page.locator("html")).hasAttribute("data-theme", "light");
        }
    }

    private static String background(OpenPage page) {
        return String.valueOf(page.page().evaluate("() => getComputedStyle(document.body).backgroundColor"));
    }
}
