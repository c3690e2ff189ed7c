// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import dev.freshet.cron.CronExpression;
import dev.freshet.cron.CronSyntaxException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Schedules as other crons write them, and where theirs fire at other moments than Freshet's. */
final class CronDialect {

    private static final Pattern PG_CRON_INTERVAL = Pattern.compile("(\\d{1,2})\\s+seconds?", Pattern.CASE_INSENSITIVE);
    private static final Pattern EVERY_SECONDS = Pattern.compile("@(\\d{1,6})");
    private static final Pattern RANDOM = Pattern.compile("(\\d*)~(\\d*)");
    private static final Pattern WHOLE_STEP = Pattern.compile("\\*/(\\d{1,4})");
    private static final int[] SIZES = {60, 24, 31, 12, 7};
    private static final int[] LEAST = {0, 0, 1, 1, 0};
    private static final int FIELDS = 5;

    private CronDialect() {}

    /** A crontab's schedule. */
    static Timing crontab(String schedule, ZoneId zone) {
        String text = schedule.startsWith("-") ? schedule.substring(1) : schedule;
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("@reboot")) {
            return new Timing.Unknown("@reboot means when the machine starts, which is no moment of a schedule");
        }
        Matcher seconds = EVERY_SECONDS.matcher(text);
        if (seconds.matches() && Integer.parseInt(seconds.group(1)) > 0) {
            return interval(Integer.parseInt(seconds.group(1)), "cron counted it from the end of the last one");
        }
        return fields(lower.equals("@every_minute") ? "* * * * *" : text, zone, "cron");
    }

    /** A schedule of pg_cron: also {@code 30 seconds}, and {@code $} for the last day of the month. */
    static Timing pgCron(String schedule, ZoneId zone) {
        Matcher interval = PG_CRON_INTERVAL.matcher(schedule.strip());
        if (interval.matches() && Integer.parseInt(interval.group(1)) > 0) {
            return interval(Integer.parseInt(interval.group(1)), "pg_cron counted it from the start of the last one");
        }
        if (schedule.strip().equalsIgnoreCase("@reboot")) {
            return new Timing.Unknown("@reboot means when the server starts, which is no moment of a schedule");
        }
        return fields(schedule.strip().replace("$", "L"), zone, "pg_cron");
    }

    private static Timing interval(int seconds, String difference) {
        String every =
                seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
        SequencedMap<String, Object> keys = new LinkedHashMap<>();
        keys.put("every", every);
        return new Timing.Known(keys, List.of(difference + "; Freshet counts it from 1970-01-01T00:00Z"));
    }

    private static Timing fields(String written, ZoneId zone, String scheduler) {
        List<String> remarks = new ArrayList<>();
        String expression = written.startsWith("@") ? written : translated(written, remarks);
        try {
            CronExpression.parse(expression);
        } catch (CronSyntaxException e) {
            return new Timing.Unknown("its schedule cannot be read: " + e.getMessage());
        }
        String[] fields = expression.split("\\s+", -1);
        if (fields.length == FIELDS) {
            days(fields[2], fields[4], scheduler, remarks);
            clockChanges(fields[0], fields[1], zone, scheduler, remarks);
        }
        SequencedMap<String, Object> keys = new LinkedHashMap<>();
        keys.put("schedule", expression);
        if (!isUtc(zone)) {
            keys.put("time-zone", zone.getId());
        }
        return new Timing.Known(keys, remarks);
    }

    private static String translated(String written, List<String> remarks) {
        String[] fields = written.strip().split("\\s+", -1);
        for (int i = 0; i < Math.min(fields.length, FIELDS); i++) {
            Matcher random = RANDOM.matcher(fields[i]);
            Matcher step = WHOLE_STEP.matcher(fields[i]);
            if (random.matches()) {
                int from = random.group(1).isEmpty() ? LEAST[i] : Integer.parseInt(random.group(1));
                int to = random.group(2).isEmpty() ? LEAST[i] + SIZES[i] - 1 : Integer.parseInt(random.group(2));
                String chosen = String.valueOf(from + Math.floorMod(written.hashCode(), Math.max(1, to - from + 1)));
                remarks.add("cron drew \"" + fields[i] + "\" at random each time it read the crontab; " + chosen
                        + " was chosen here once");
                fields[i] = chosen;
            } else if (step.matches() && Integer.parseInt(step.group(1)) > SIZES[i]) {
                remarks.add("\"" + fields[i] + "\" is longer than its field and always meant " + LEAST[i]);
                fields[i] = String.valueOf(LEAST[i]);
            }
        }
        return String.join(" ", fields);
    }

    private static void days(String ofMonth, String ofWeek, String scheduler, List<String> remarks) {
        boolean month = !ofMonth.equals("*") && !ofMonth.equals("?");
        boolean week = !ofWeek.equals("*") && !ofWeek.equals("?");
        if (!month || !week) {
            return;
        }
        boolean both = ofMonth.startsWith("*") || ofWeek.startsWith("*");
        remarks.add(
                both
                        ? "day of month and day of week restrict it, one with a step: it fires on days that satisfy"
                                + " both, as with "
                                + scheduler
                        : "day of month and day of week both restrict it: it fires on days that satisfy either, as"
                                + " with "
                                + scheduler);
    }

    /** What {@code *} in the minutes does to a fixed hour: the one place where Freshet's rule differs from cron's. */
    private static void clockChanges(String minute, String hour, ZoneId zone, String scheduler, List<String> remarks) {
        boolean shifts = !zone.getRules().getTransitionRules().isEmpty();
        if (shifts && minute.startsWith("*") && !hour.startsWith("*")) {
            remarks.add("where the clock jumps over or repeats that hour, " + scheduler
                    + " went by the wall clock: nothing in the gap, twice in the overlap. Freshet makes up for the gap"
                    + " once and fires in the first pass only; for the old way add dst: {gap: skip, overlap: both}");
        }
    }

    private static boolean isUtc(ZoneId zone) {
        return zone.getRules().isFixedOffset()
                && zone.getRules().getOffset(java.time.Instant.EPOCH).equals(ZoneOffset.UTC);
    }
}
