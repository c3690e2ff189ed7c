// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The time between two transitions of a zone, in which the wall clock runs evenly.
 *
 * @param start its first second since 1970, {@code Long.MIN_VALUE} where nothing precedes it
 * @param end the first second after it, {@code Long.MAX_VALUE} where nothing follows
 * @param before the offset of the stretch before this one
 * @param after the offset of the stretch after this one
 */
record ZoneStretch(long start, long end, ZoneOffset before, ZoneOffset offset, ZoneOffset after) {

    /** The stretch that holds a second. */
    static ZoneStretch at(ZoneRules rules, long second) {
        Instant instant = Instant.ofEpochSecond(second);
        ZoneOffset offset = rules.getOffset(instant);
        ZoneOffsetTransition opening = rules.previousTransition(instant.plusNanos(1));
        ZoneOffsetTransition closing = rules.nextTransition(instant);
        return new ZoneStretch(
                opening == null ? Long.MIN_VALUE : opening.toEpochSecond(),
                closing == null ? Long.MAX_VALUE : closing.toEpochSecond(),
                opening == null ? offset : opening.getOffsetBefore(),
                offset,
                closing == null ? offset : closing.getOffsetAfter());
    }

    LocalDateTime local(long second) {
        return LocalDateTime.ofEpochSecond(second, 0, offset);
    }

    long second(LocalDateTime local) {
        return local.toEpochSecond(offset);
    }

    boolean opensWithGap() {
        return offset.getTotalSeconds() > before.getTotalSeconds();
    }

    /** Where the stretch opens with a gap: the first wall-clock time that does not exist. */
    LocalDateTime gapStart() {
        return LocalDateTime.ofEpochSecond(start, 0, before);
    }

    /** Where the stretch opens with a gap: the first wall-clock time after it. */
    LocalDateTime gapEnd() {
        return local(start);
    }

    /** The wall clock showed this time already in the stretch before. */
    boolean isSecondPass(LocalDateTime local) {
        return start != Long.MIN_VALUE && local.toEpochSecond(before) < start;
    }

    /** The wall clock will show this time again in the stretch after. */
    boolean isFirstPass(LocalDateTime local) {
        return end != Long.MAX_VALUE && local.toEpochSecond(after) >= end;
    }
}
