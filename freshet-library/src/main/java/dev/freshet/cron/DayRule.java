// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;

/** A day that must be worked out for each month. */
sealed interface DayRule {

    /** The day of the month, or 0 where the month has none. */
    int dayIn(YearMonth month);

    /** {@code L}, {@code L-3}: so many days before the last day of the month. */
    record FromEnd(int daysBefore) implements DayRule {
        @Override
        public int dayIn(YearMonth month) {
            return Math.max(0, month.lengthOfMonth() - daysBefore);
        }
    }

    /** {@code LW}: the last day of the month that is no Saturday or Sunday. */
    record LastWeekday() implements DayRule {
        @Override
        public int dayIn(YearMonth month) {
            LocalDate last = month.atEndOfMonth();
            int back = Math.max(0, last.getDayOfWeek().getValue() - DayOfWeek.FRIDAY.getValue());
            return last.getDayOfMonth() - back;
        }
    }

    /** {@code 15W}: the day from Monday to Friday nearest to a day, within its month. */
    record NearestWeekday(int day) implements DayRule {
        @Override
        public int dayIn(YearMonth month) {
            int length = month.lengthOfMonth();
            if (day > length) {
                return 0;
            }
            return switch (month.atDay(day).getDayOfWeek()) {
                case SATURDAY -> day == 1 ? 3 : day - 1;
                case SUNDAY -> day == length ? day - 2 : day + 1;
                case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
            };
        }
    }

    /** {@code 5L}, {@code FRIL}: the last such day of the week in the month. */
    record LastOfWeekday(DayOfWeek weekday) implements DayRule {
        @Override
        public int dayIn(YearMonth month) {
            return month.atDay(1).with(TemporalAdjusters.lastInMonth(weekday)).getDayOfMonth();
        }
    }

    /** {@code 1#2}, {@code MON#2}: the n-th such day of the week in the month. */
    record NthOfWeekday(DayOfWeek weekday, int nth) implements DayRule {
        @Override
        public int dayIn(YearMonth month) {
            int firstDay =
                    month.atDay(1).with(TemporalAdjusters.firstInMonth(weekday)).getDayOfMonth();
            int day = firstDay + 7 * (nth - 1);
            return day > month.lengthOfMonth() ? 0 : day;
        }
    }
}
