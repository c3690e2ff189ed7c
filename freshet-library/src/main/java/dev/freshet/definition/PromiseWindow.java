// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A time of the week for which something else is promised than at other times, by the wall clock of the promise's zone.
 *
 * @param days on which it begins
 * @param from inclusive
 * @param to exclusive; on the next day where it is not after {@code from}, so that equal ones mean 24 hours
 */
public record PromiseWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, Duration target) {

    public PromiseWindow {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("A window needs at least one day");
        }
        days = Collections.unmodifiableSet(EnumSet.copyOf(days));
    }

    /** Whether the wall clock shows a time within it: in a repeated hour in both passes, in a skipped one never. */
    boolean contains(LocalDateTime local) {
        LocalTime time = local.toLocalTime();
        boolean begun = days.contains(local.getDayOfWeek()) && !time.isBefore(from);
        if (from.isBefore(to)) {
            return begun && time.isBefore(to);
        }
        return begun || (days.contains(local.getDayOfWeek().minus(1)) && time.isBefore(to));
    }
}
