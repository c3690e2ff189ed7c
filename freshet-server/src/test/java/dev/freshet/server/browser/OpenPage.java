// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One tab of a browser of its own; when closed, it must not have complained about anything. */
final class OpenPage implements AutoCloseable {

    static final int PHONE = 390;
    static final int DESK = 1280;

    private static final Set<String> SERIOUS = Set.of("serious", "critical");

    private final String base;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private OpenPage(String base, BrowserContext context) {
        this.base = base;
        this.context = context;
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    /** A tab of somebody with a role, on a desk and in light colours. */
    static OpenPage as(RunningServer server, Role role) {
        return as(server, role, DESK, ColorScheme.LIGHT);
    }

    static OpenPage as(RunningServer server, Role role, int width, ColorScheme colours) {
        return open(server, width, colours, Map.of("Authorization", "Bearer " + server.token(role)));
    }

    /** A tab of somebody who is not logged in. */
    static OpenPage asStranger(RunningServer server) {
        return open(server, DESK, ColorScheme.LIGHT, Map.of());
    }

    private static OpenPage open(RunningServer server, int width, ColorScheme colours, Map<String, String> headers) {
        BrowserContext context = Chromium.shared()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, width == PHONE ? 844 : 800)
                        .setColorScheme(colours)
                        .setTimezoneId("Europe/Berlin")
                        .setExtraHTTPHeaders(headers));
        context.setDefaultTimeout(15_000);
        return new OpenPage(server.server().url(), context);
    }

    OpenPage go(String path) {
        page.navigate(base + path);
        return this;
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    Locator locator(String selector) {
        return page.locator(selector);
    }

    /** Waits until the page follows what happens. */
    OpenPage awaitLive() {
        page.locator("[data-live-state=live]")
                .first()
                .waitFor(new Locator.WaitForOptions()
                        .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED));
        return this;
    }

    /** Nothing on the page may be seriously wrong for people who do not see, or do not use a mouse. */
    void assertAccessible() {
        List<String> wrong = new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .filter(rule -> SERIOUS.contains(String.valueOf(rule.getImpact())))
                        .map(OpenPage::describe)
                        .toList();
        assertThat(wrong).as(page.url()).isEmpty();
    }

    /** The page must not be wider than its window. */
    void assertNoSidewaysScroll() {
        Object surplus =
                page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(((Number) surplus).intValue())
                .as("surplus width of " + page.url())
                .isLessThanOrEqualTo(0);
    }

    void screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    /** Complaints that are part of what a test does, such as a connection that it cut. */
    void forgetComplaints() {
        complaints.clear();
    }

    private static String describe(Rule rule) {
        return rule.getImpact() + " " + rule.getId() + ": "
                + rule.getNodes().stream()
                        .map(node -> String.valueOf(node.getHtml()))
                        .toList();
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).as("errors in the browser's console").isEmpty();
    }
}
