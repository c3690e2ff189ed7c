// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What open pages cost: a service with work, watched by nobody and then by fifty browsers, each with one page.
 *
 * <p>Arguments: how many pages (50), and minutes for each phase (5).
 */
public final class OpenPages {

    private static final List<String> CHROMIUM = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1");

    /** Two of five people look at the first page; the others are spread. */
    private static final List<String> PATHS =
            List.of("/", "/jobs", "/", "/jobs/ticking", "/views", "/", "/runs", "/", "/views/totals", "/deployments");

    private OpenPages() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int pages = args.length > 0 ? Integer.parseInt(args[0]) : 50;
        Duration phase = Duration.ofSeconds(Math.round(60 * (args.length > 1 ? Double.parseDouble(args[1]) : 5)));
        try (MeasuredService service = MeasuredService.start(DEFINITIONS)) {
            List<Reading> readings = new ArrayList<>();
            service.settle(Duration.ofSeconds(20));
            readings.add(service.measure("busy, nobody looks", phase));
            service.pause("ticking", true);
            readings.add(service.measure("quiet, nobody looks", phase));
            try (Playwright playwright = Playwright.create(options())) {
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of("/usr/bin/chromium"))
                                .setArgs(CHROMIUM));
                List<Page> open = new ArrayList<>();
                for (int i = 0; i < pages; i++) {
                    open.add(open(browser, service, PATHS.get(i % PATHS.size())));
                }
                service.settle(Duration.ofSeconds(20));
                readings.add(service.measure("quiet, " + pages + " pages", phase));
                service.pause("ticking", false);
                service.settle(Duration.ofSeconds(5));
                readings.add(service.measure("busy, " + pages + " pages", phase));
                long live = open.stream()
                        .filter(page -> page.locator("[data-live-state=live]").count() == 1)
                        .count();
                System.out.printf("%d of %d pages were live at the end.%n%n", live, pages);
            }
            System.out.println(Reading.table(readings));
        }
    }

    private static Page open(Browser browser, MeasuredService service, String path) {
        // A context of its own is a browser of its own to the service: no stream is shared.
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setExtraHTTPHeaders(Map.of("Authorization", "Bearer " + service.token())));
        Page page = context.newPage();
        page.navigate(service.url() + path);
        return page;
    }

    private static Playwright.CreateOptions options() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        return new Playwright.CreateOptions().setEnv(environment);
    }

    /** Twenty jobs; one of them runs every two seconds, writes a log and moves the pages that show it. */
    private static final String DEFINITIONS = definitions();

    private static String definitions() {
        StringBuilder yaml = new StringBuilder("""
            freshet: 1
            jobs:
              ticking:
                type: sql
                schedule: "*/2 * * * * *"
                sql: "do $$ begin for i in 1..5 loop raise notice 'step %', i; perform pg_sleep(0.1); end loop; end $$"
            """);
        for (int i = 1; i < 20; i++) {
            yaml.append("  job-")
                    .append(i)
                    .append(": { type: sql, sql: \"select 1\", schedule: \"")
                    .append(i);
            yaml.append(" * * * *\" }\n");
        }
        return yaml.append("views:\n  totals: { freshness: 15m, schedule: \"* * * * *\" }\n")
                .toString();
    }
}
