// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.ui;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser as people call it, from its {@code User-Agent}: {@code Firefox 145 on Windows}. */
public final class BrowserName {

    private static final int LONGEST = 60;

    /** In this order, as each pretends to be those after it. */
    private static final List<Named> BROWSERS = List.of(
            new Named("Edge", Pattern.compile("Edg(?:A|iOS)?/(\\d{1,4})")),
            new Named("Opera", Pattern.compile("OPR/(\\d{1,4})")),
            new Named("Firefox", Pattern.compile("(?:Firefox|FxiOS)/(\\d{1,4})")),
            new Named("Chrome", Pattern.compile("(?:Headless)?(?:Chrome|CriOS)/(\\d{1,4})")),
            new Named("Safari", Pattern.compile("Version/(\\d{1,4})[^ ]{0,20} (?:Mobile/[^ ]{1,20} )?Safari/")),
            new Named("curl", Pattern.compile("^curl/(\\d{1,4})")));

    private static final List<Named> SYSTEMS = List.of(
            new Named("Android", Pattern.compile("Android")),
            new Named("iPhone", Pattern.compile("iPhone")),
            new Named("iPad", Pattern.compile("iPad")),
            new Named("Windows", Pattern.compile("Windows")),
            new Named("macOS", Pattern.compile("Mac OS X|Macintosh")),
            new Named("Linux", Pattern.compile("Linux")));

    private BrowserName() {}

    /** What an unknown one says of itself is cut short. */
    public static String of(String userAgent) {
        Optional<String> browser = BROWSERS.stream()
                .flatMap(named -> named.find(userAgent).stream())
                .findFirst();
        Optional<String> system = SYSTEMS.stream()
                .filter(named -> named.pattern.matcher(userAgent).find())
                .map(Named::name)
                .findFirst();
        if (browser.isEmpty()) {
            String shown = userAgent.isBlank() ? "unknown" : userAgent.strip();
            return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST - 1) + "…";
        }
        return browser.get() + system.map(name -> " on " + name).orElse("");
    }

    private record Named(String name, Pattern pattern) {
        Optional<String> find(String userAgent) {
            Matcher matcher = pattern.matcher(userAgent);
            return matcher.find() ? Optional.of(name + " " + matcher.group(1)) : Optional.empty();
        }
    }
}
