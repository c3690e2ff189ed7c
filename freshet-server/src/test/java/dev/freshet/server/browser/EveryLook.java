// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
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

/** What holds on every page, whatever it shows, in all colours; for each width a class of its own, as they take long. */
abstract class EveryLook {

    @TempDir
    static Path home;

    private static Furnished furnished;
    private static UserAccount administrator;
    private static List<String> pagesOfStrangers;

    private final int width;
    private final ColorScheme examined;

    /** @param examined in which colours barriers are looked for: each width and each theme, and not every pair of them */
    EveryLook(int width, ColorScheme examined) {
        this.width = width;
        this.examined = examined;
    }

    @BeforeAll
    static void start() {
        furnished = Furnished.start(home);
        // The link goes with the first administrator; its page is looked at all the same.
        pagesOfStrangers = furnished.pagesOfStrangers();
        administrator = furnished.server().user("ann", Role.ADMINISTRATOR);
    }

    @AfterAll
    static void stop() {
        furnished.close();
    }

    @Test
    void fitsCanBeUsedByEverybodyAndComplainsAboutNothing() {
        List<String> wrong = new ArrayList<>();
        try (OpenPage page = OpenPage.withSessionOf(furnished.server(), administrator, width, ColorScheme.LIGHT)
                .expecting(404)) {
            for (String path : furnished.pages(Role.ADMINISTRATOR)) {
                look(page.go(path).awaitWhole(), path, wrong);
            }
        }
        try (OpenPage page = OpenPage.asStranger(furnished.server(), width, ColorScheme.LIGHT)
                .expecting(410)) {
            for (String path : pagesOfStrangers) {
                look(page.go(path), path, wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** In both themes, by changing what the system of the reader prefers while the page is open. */
    private void look(OpenPage page, String path, List<String> wrong) {
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
            look(page, path, colours == examined, wrong);
        }
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
