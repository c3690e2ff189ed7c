// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.backfill;

import dev.freshet.backfill.Backfill;
import dev.freshet.backfill.BackfillSlice;
import dev.freshet.backfill.BackfillState;
import dev.freshet.backfill.SliceState;
import dev.freshet.server.dashboard.ui.Clock;
import dev.freshet.server.dashboard.ui.Sign;
import dev.freshet.server.text.Human;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What templates say about backfills. */
public final class BackfillWords {

    private BackfillWords() {}

    public static Sign sign(Backfill backfill) {
        boolean ending = !backfill.state().isOpen() || backfill.state() == BackfillState.STOPPED;
        return ending && backfill.count(SliceState.ACTIVE) > 0
                ? Sign.STOPPING
                : Sign.valueOf(backfill.state().name());
    }

    public static Sign sign(BackfillSlice slice) {
        return Sign.valueOf(slice.word().toUpperCase(Locale.ROOT));
    }

    /** {@code by days}, {@code by 6h}, {@code by the ticks of its schedule}. */
    public static String width(String slice) {
        return switch (slice) {
            case "ticks" -> "a slice for each tick";
            case "1d" -> "a slice for each day";
            case "1w" -> "a slice for each week";
            case "1month" -> "a slice for each month";
            case "1h" -> "a slice for each hour";
            default -> "slices of " + slice;
        };
    }

    /** {@code 1 Mar 2026}, or with the time where it is not midnight. */
    public static String moment(Instant at, ZoneId zone) {
        ZonedDateTime local = at.atZone(zone);
        String pattern = local.toLocalTime().equals(LocalTime.MIDNIGHT) ? "d MMM uuuu" : "d MMM uuuu HH:mm";
        return java.time.format.DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                .format(local);
    }

    /** {@code 1 Mar 2026 – 1 Apr 2026, Europe/Berlin}. */
    public static String range(Backfill backfill) {
        return moment(backfill.from(), backfill.zone()) + " – " + moment(backfill.to(), backfill.zone()) + ", "
                + Clock.zone(backfill.zone());
    }

    /** {@code 12 succeeded, 1 failed, 3 at work, 15 waiting}. */
    public static String counts(Backfill backfill) {
        List<String> words = new ArrayList<>();
        for (SliceState state : List.of(
                SliceState.SUCCEEDED,
                SliceState.FAILED,
                SliceState.LOST,
                SliceState.STOPPED,
                SliceState.SKIPPED,
                SliceState.CANCELLED,
                SliceState.ACTIVE,
                SliceState.WAITING)) {
            int count = backfill.count(state);
            if (count > 0) {
                words.add(Human.number(count) + " " + (state == SliceState.ACTIVE ? "at work" : state.id()));
            }
        }
        return String.join(", ", words);
    }

    /** {@code 240 slices an hour, about 5 min left}; empty while there is nothing to tell. */
    public static String rate(Backfill backfill, Instant now) {
        Double perHour = backfill.perHour(now);
        Duration left = backfill.remaining(now);
        if (perHour == null) {
            return "";
        }
        return Human.number(Math.round(perHour)) + " slices an hour"
                + (left == null ? "" : ", about " + Human.duration(left) + " left");
    }

    /** {@code 23 h}: how long a slice is; what daylight saving makes of a day is seen here. */
    public static String length(BackfillSlice slice) {
        return Human.duration(Duration.between(slice.start(), slice.end()));
    }
}
