// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The days an expression admits: its day-of-month, month and day-of-week fields together. */
final class DayPattern {

    /** After 400 years the Gregorian calendar repeats, days of the week included. */
    private static final int CYCLE_YEARS = 400;

    private final FieldValues dayOfMonth;
    private final FieldValues month;
    private final FieldValues dayOfWeek;
    /** Crontab's rule: where both day fields restrict, a day that satisfies either is admitted. */
    private final boolean either;

    DayPattern(FieldValues dayOfMonth, FieldValues month, FieldValues dayOfWeek) {
        this.dayOfMonth = dayOfMonth;
        this.month = month;
        this.dayOfWeek = dayOfWeek;
        this.either = !dayOfMonth.open() && !dayOfWeek.open();
    }

    boolean matches(LocalDate date) {
        if (!month.has(date.getMonthValue())) {
            return false;
        }
        boolean byMonth = dayOfMonth.has(date.getDayOfMonth()) || ruled(dayOfMonth.rules(), date);
        boolean byWeek = dayOfWeek.has(date.getDayOfWeek().getValue() % 7) || ruled(dayOfWeek.rules(), date);
        return either ? byMonth || byWeek : byMonth && byWeek;
    }

    private static boolean ruled(List<DayRule> rules, LocalDate date) {
        for (DayRule rule : rules) {
            if (rule.dayIn(YearMonth.from(date)) == date.getDayOfMonth()) {
                return true;
            }
        }
        return false;
    }

    /** The first admitted day from {@code from} to {@code last}, both included. */
    @Nullable
    LocalDate firstBetween(LocalDate from, LocalDate last) {
        LocalDate date = from;
        while (!date.isAfter(last)) {
            if (!month.has(date.getMonthValue())) {
                date = date.withDayOfMonth(1).plusMonths(1);
            } else if (matches(date)) {
                return date;
            } else {
                date = date.plusDays(1);
            }
        }
        return null;
    }

    boolean everMatch() {
        LocalDate start = LocalDate.of(2000, 1, 1);
        return firstBetween(start, start.plusYears(CYCLE_YEARS)) != null;
    }
}
