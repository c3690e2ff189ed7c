// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import dev.freshet.cron.DstPolicy.Gap;
import dev.freshet.cron.DstPolicy.Overlap;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ticks within one stretch of even time: those its wall clock shows, and those moved out of the gap it opens with.
 *
 * @param gap never {@link Gap#DEFAULT}
 * @param overlap never {@link Overlap#DEFAULT}
 */
record StretchTicks(CronExpression expression, Gap gap, Overlap overlap, DstNotes notes) {

    /** The first tick at a second in {@code [from, to)}, both within the stretch. */
    @Nullable
    Tick first(ZoneStretch stretch, long from, long to) {
        LocalDateTime shown = shown(stretch, from, to);
        List<LocalDateTime> moved = moved(stretch, from, to);
        if (moved.isEmpty()) {
            return shown == null ? null : tick(stretch, stretch.second(shown), moved, shown);
        }
        long movedTo = gap == Gap.NEXT ? stretch.start() : moved.getFirst().toEpochSecond(stretch.before());
        if (shown == null || movedTo < stretch.second(shown)) {
            return tick(stretch, movedTo, moved, null);
        }
        boolean together = movedTo == stretch.second(shown);
        return tick(stretch, stretch.second(shown), together ? moved : List.of(), shown);
    }

    private @Nullable LocalDateTime shown(ZoneStretch stretch, long from, long to) {
        LocalDateTime start = stretch.local(from);
        LocalDateTime end = stretch.local(to);
        if (overlap == Overlap.FIRST && stretch.isSecondPass(start)) {
            start = LocalDateTime.ofEpochSecond(stretch.start(), 0, stretch.before());
        }
        LocalDateTime found = start.isBefore(end) ? expression.first(start, end) : null;
        boolean dropped = overlap == Overlap.SECOND && found != null && stretch.isFirstPass(found);
        return dropped ? null : found;
    }

    private List<LocalDateTime> moved(ZoneStretch stretch, long from, long to) {
        if (!stretch.opensWithGap()) {
            return List.of();
        }
        return switch (gap) {
            case SKIP, DEFAULT -> List.of();
            case NEXT -> from == stretch.start() ? all(stretch.gapStart(), stretch.gapEnd()) : List.of();
            case SHIFT -> {
                LocalDateTime start = LocalDateTime.ofEpochSecond(from, 0, stretch.before());
                LocalDateTime end = LocalDateTime.ofEpochSecond(to, 0, stretch.before());
                LocalDateTime gapEnd = stretch.gapEnd();
                LocalDateTime found = expression.first(start, end.isBefore(gapEnd) ? end : gapEnd);
                yield found == null ? List.of() : List.of(found);
            }
        };
    }

    private List<LocalDateTime> all(LocalDateTime from, LocalDateTime to) {
        List<LocalDateTime> all = new ArrayList<>();
        LocalDateTime found = expression.first(from, to);
        while (found != null) {
            all.add(found);
            found = expression.first(found.plusSeconds(1), to);
        }
        return all;
    }

    private Tick tick(ZoneStretch stretch, long at, List<LocalDateTime> moved, @Nullable LocalDateTime shown) {
        List<LocalDateTime> localTimes = new ArrayList<>(moved);
        String note = moved.isEmpty() ? null : notes.moved(stretch, moved, gap, stretch.local(at), shown != null);
        if (shown != null) {
            localTimes.add(shown);
            if (note == null) {
                note = notes.pass(stretch, shown, overlap);
            }
        }
        return new Tick(Instant.ofEpochSecond(at), localTimes, note);
    }
}
