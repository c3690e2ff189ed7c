// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.server.text.Human;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A schedule in a few words. */
final class ScheduleWords {

    private static final Pattern EVERY_MINUTES = Pattern.compile("\\*/(\\d+) \\* \\* \\* \\*");
    private static final Pattern AT_MINUTE = Pattern.compile("(\\d{1,2}) \\* \\* \\* \\*");
    private static final Pattern AT_TIME = Pattern.compile("(\\d{1,2}) (\\d{1,2}) \\* \\* \\*");
    private static final int MINUTES = 60;

    private ScheduleWords() {}

    static String of(@Nullable ScheduleDefinition schedule) {
        return switch (schedule) {
            case null -> "refreshed only on demand";
            case ScheduleDefinition.Every every -> "every " + Human.duration(every.interval());
            case ScheduleDefinition.After after -> "after each success of " + after.job();
            case ScheduleDefinition.Cron cron ->
                words(cron.expression())
                        + (cron.zone().getId().equals("UTC")
                                ? ""
                                : " in " + cron.zone().getId());
        };
    }

    private static String words(String cron) {
        Matcher minutes = EVERY_MINUTES.matcher(cron);
        if (minutes.matches() && MINUTES % Integer.parseInt(minutes.group(1)) == 0) {
            return "every " + minutes.group(1) + " minutes";
        }
        Matcher minute = AT_MINUTE.matcher(cron);
        if (minute.matches()) {
            return "hourly at minute " + minute.group(1);
        }
        Matcher time = AT_TIME.matcher(cron);
        if (time.matches()) {
            return "daily at %02d:%02d".formatted(Integer.parseInt(time.group(2)), Integer.parseInt(time.group(1)));
        }
        return cron.equals("* * * * *") ? "every minute" : "cron " + cron;
    }
}
