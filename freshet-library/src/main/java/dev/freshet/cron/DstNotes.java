// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import dev.freshet.cron.DstPolicy.Gap;
import dev.freshet.cron.DstPolicy.Overlap;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in words what daylight saving did to a tick. */
record DstNotes(String zone) {

    private static final int NAMED_TIMES = 4;

    /** For wall-clock times that do not exist and were moved. */
    String moved(ZoneStretch stretch, List<LocalDateTime> moved, Gap gap, LocalDateTime to, boolean together) {
        LocalDate day = moved.getFirst().toLocalDate();
        String where = day.equals(to.toLocalDate()) ? time(to) : to.toLocalDate() + " " + time(to);
        String how = gap == Gap.NEXT
                ? "at the first instant after the gap, " + where
                : "later by the length of the gap (" + length(stretch) + "), at " + where;
        return list(moved) + (moved.size() == 1 ? " does" : " do") + " not exist on " + day + " in " + zone
                + (moved.size() == 1 ? "; fires " : "; fire once, ") + how
                + (together ? ", together with the tick due then" : "");
    }

    /** For a wall-clock time that exists twice; null for any other. */
    @Nullable
    String pass(ZoneStretch stretch, LocalDateTime local, Overlap overlap) {
        boolean first = stretch.isFirstPass(local);
        if (!first && !stretch.isSecondPass(local)) {
            return null;
        }
        String pass = (first ? "first" : "second") + " pass" + (overlap == Overlap.BOTH ? "" : " only");
        return time(local) + " exists twice on " + local.toLocalDate() + " in " + zone
                + (overlap == Overlap.BOTH ? "; this is the " : "; fires in the ") + pass + ", "
                + utc(stretch.offset());
    }

    private static String list(List<LocalDateTime> times) {
        List<String> names = new ArrayList<>();
        for (LocalDateTime each : times.subList(0, Math.min(times.size(), NAMED_TIMES))) {
            names.add(time(each));
        }
        if (times.size() == 1) {
            return names.getFirst();
        }
        if (times.size() > NAMED_TIMES) {
            return names.get(0) + ", " + names.get(1) + ", … " + time(times.getLast()) + " (" + times.size()
                    + " times)";
        }
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    private static String time(LocalDateTime local) {
        LocalTime time = local.toLocalTime();
        return time.toString();
    }

    private static String utc(ZoneOffset offset) {
        return offset.getTotalSeconds() == 0 ? "UTC" : "UTC" + offset.getId();
    }

    private static String length(ZoneStretch stretch) {
        Duration length = Duration.between(stretch.gapStart(), stretch.gapEnd());
        List<String> parts = new ArrayList<>();
        part(parts, length.toHours(), "hour");
        part(parts, length.toMinutesPart(), "minute");
        part(parts, length.toSecondsPart(), "second");
        return String.join(" ", parts);
    }

    private static void part(List<String> parts, long count, String unit) {
        if (count > 0) {
            parts.add(count + " " + unit + (count == 1 ? "" : "s"));
        }
    }
}
