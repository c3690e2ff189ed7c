// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import dev.freshet.access.Role;
import dev.freshet.access.UserAccount;
import dev.freshet.server.RunningServer;
import dev.freshet.server.security.SessionCookies;
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
    /** What a page asked for when somebody went on to another one is given up, and htmx tells. */
    private final List<String> expected = new ArrayList<>(List.of("htmx:sendAbort", "htmx:afterRequest"));

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
        return asStranger(server, DESK, ColorScheme.LIGHT);
    }

    static OpenPage asStranger(RunningServer server, int width, ColorScheme colours) {
        return open(server, width, colours, Map.of());
    }

    /** A tab of somebody with an account and a session, kept by a cookie as it is after a login. */
    static OpenPage withSessionOf(RunningServer server, UserAccount user) {
        return withSessionOf(server, user, DESK, ColorScheme.LIGHT);
    }

    static OpenPage withSessionOf(RunningServer server, UserAccount user, int width, ColorScheme colours) {
        OpenPage opened = asStranger(server, width, colours);
        Cookie session = new Cookie(
                        SessionCookies.nameOn(server.server().port(), SessionCookies.SESSION), server.session(user))
                .setUrl(opened.base);
        opened.context.addCookies(List.of(session));
        return opened;
    }

    private static OpenPage open(RunningServer server, int width, ColorScheme colours, Map<String, String> headers) {
        BrowserContext context = Chromium.shared()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, width == PHONE ? 844 : 800)
                        .setColorScheme(colours)
                        .setTimezoneId("Europe/Berlin")
                        .setExtraHTTPHeaders(headers));
        context.setDefaultTimeout(20_000);
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

    /** Waits until what the page asks for by itself, after it is there, is there as well. */
    OpenPage awaitWhole() {
        assertThat(page.locator("#closer-look[aria-busy=true]")).hasCount(0);
        assertThat(page.locator(".log-empty").getByText("Fetching the log")).hasCount(0);
        return this;
    }

    /** Nothing on the page may be seriously wrong for people who do not see, or do not use a mouse. */
    void assertAccessible() {
        assertThat(barriers()).as(page.url()).isEmpty();
    }

    /** What is seriously wrong for people who do not see, or do not use a mouse. */
    List<String> barriers() {
        return new AxeBuilder(page)
                        // No page has frames, which is what the other mode opens a second page for.
                        .setLegacyMode(true)
                        .analyze()
                        .getViolations()
                        .stream()
                        .filter(rule -> SERIOUS.contains(String.valueOf(rule.getImpact())))
                        .map(OpenPage::describe)
                        .toList();
    }

    /** The page must not be wider than its window. */
    void assertNoSidewaysScroll() {
        assertThat(surplusWidth()).as("surplus width of " + page.url()).isLessThanOrEqualTo(0);
    }

    /** By how many pixels the page is wider than its window. */
    int surplusWidth() {
        Object surplus =
                page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        return ((Number) surplus).intValue();
    }

    void screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    /** Chromium and htmx complain about each answer of trouble; one with this status is part of what the test does. */
    OpenPage expecting(int status) {
        expected.add("Response Status Error Code " + status);
        expected.add("the server responded with a status of " + status);
        return this;
    }

    /** Fills in the login, and sends it. */
    OpenPage logIn(String name, String password) {
        page.locator("#name").fill(name);
        page.locator("#password").fill(password);
        page.locator("button[type=submit]").click();
        return this;
    }

    /** What the head of the page says about the state of what it shows. */
    Locator state() {
        return page.locator(".page-head .sign-word").first();
    }

    /** Marks the page; a page that is loaded again has lost the mark. */
    OpenPage mark() {
        page.evaluate("() => { window.marked = true; }");
        return this;
    }

    boolean isMarked() {
        return Boolean.TRUE.equals(page.evaluate("() => window.marked === true"));
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

    /** What the browser complained about so far, without what was expected. */
    List<String> complaints() {
        return complaints.stream()
                .filter(complaint -> expected.stream().noneMatch(complaint::contains))
                .toList();
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints()).as("errors in the browser's console").isEmpty();
    }
}
