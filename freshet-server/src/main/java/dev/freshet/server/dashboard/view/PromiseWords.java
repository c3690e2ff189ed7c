// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import dev.freshet.definition.Durations;
import dev.freshet.definition.FreshnessPromise;
import dev.freshet.definition.PromiseWindow;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A promise as people read it: {@code 5m on mon tue from 08:00 to 18:00, else 1h (Europe/Berlin)}. */
final class PromiseWords {

    private PromiseWords() {}

    static @Nullable String of(@Nullable FreshnessPromise promise) {
        if (promise == null) {
            return null;
        }
        String target = promise.target() == null ? "nothing" : Durations.print(promise.target());
        if (promise.windows().isEmpty()) {
            return target;
        }
        String windows = promise.windows().stream().map(PromiseWords::window).collect(Collectors.joining(", "));
        return windows + ", else " + target + " (" + promise.zone().getId() + ")";
    }

    private static String window(PromiseWindow window) {
        boolean wholeDay =
                window.from().equals(LocalTime.MIDNIGHT) && window.to().equals(LocalTime.MIDNIGHT);
        String hours = wholeDay ? "" : " from " + window.from() + " to " + window.to();
        List<DayOfWeek> days = window.days().stream().sorted().toList();
        String on = days.size() == DayOfWeek.values().length
                ? " each day"
                : days.stream()
                        .map(day -> day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH)
                                .toLowerCase(Locale.ENGLISH))
                        .collect(Collectors.joining(" ", " on ", ""));
        return Durations.print(window.target()) + on + hours;
    }
}
