// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.ui;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Moments as pages show them: in the viewer's zone, with UTC behind. */
public final class Clock {

    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter WEEKDAY_SECONDS =
            DateTimeFormatter.ofPattern("EEE d MMM HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter TIME_SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_SECONDS = DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter TIME_OF_LINE = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ENGLISH);

    private static final DateTimeFormatter TYPED = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ENGLISH);

    private Clock() {}

    /** {@code Sat 21 Nov 2026 13:02:29 Europe/Berlin · 12:02:29 UTC}. */
    public static String exact(Instant at, ZoneId zone) {
        String utc = EXACT.format(at.atOffset(ZoneOffset.UTC)) + " UTC";
        if (zone.getRules().getOffset(at).equals(ZoneOffset.UTC)) {
            return utc;
        }
        return EXACT.format(at.atZone(zone)) + " " + zone.getId() + "\n" + utc;
    }

    /** {@code 13:02} today, else {@code 20 Nov 13:02}. */
    public static String brief(Instant at, ZoneId zone, Instant now) {
        boolean today = at.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
        return (today ? TIME : DAY).format(at.atZone(zone));
    }

    /** {@code 13:02:29} today, else {@code 20 Nov 13:02:29}. */
    public static String seconds(Instant at, ZoneId zone, Instant now) {
        boolean today = at.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
        return (today ? TIME_SECONDS : DAY_SECONDS).format(at.atZone(zone));
    }

    /** The zone as people name it. */
    public static String zone(ZoneId zone) {
        return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    /** {@code Sat 21 Nov 13:02}, or with seconds where it has some. */
    public static String day(Instant at, ZoneId zone) {
        return (at.getEpochSecond() % 60 == 0 ? WEEKDAY : WEEKDAY_SECONDS).format(at.atZone(zone));
    }

    /** {@code 13:02:29.120}, for lines of a log. */
    public static String line(Instant at, ZoneId zone) {
        return TIME_OF_LINE.format(at.atZone(zone));
    }

    /** {@code 2026-11-21T13:02:29}, for fields in which a moment is typed. */
    public static String typed(Instant at, ZoneId zone) {
        return TYPED.format(at.atZone(zone));
    }

    /** {@code 2026-11-21T12:02:29Z}, for machines. */
    public static String machine(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
