// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The days an expression admits, in English words. */
final class DayDescription {

    private static final long WEEKDAYS = 0b0111110;
    private static final long WEEKEND = 0b1000001;
    private static final List<String> NTH = List.of("first", "second", "third", "fourth", "fifth");

    private DayDescription() {}

    /** Empty where every day is admitted, else begins with a blank. */
    static String of(List<FieldValues> fields) {
        FieldValues dayOfMonth = fields.get(3);
        FieldValues month = fields.get(4);
        FieldValues dayOfWeek = fields.get(5);
        boolean anyDayOfMonth = CronDescription.isFull(dayOfMonth, Field.DAY_OF_MONTH);
        boolean anyDayOfWeek = CronDescription.isFull(dayOfWeek, Field.DAY_OF_WEEK);
        boolean either = !dayOfMonth.open() && !dayOfWeek.open();
        String days;
        if (either ? anyDayOfMonth || anyDayOfWeek : anyDayOfMonth && anyDayOfWeek) {
            days = "";
        } else if (anyDayOfMonth) {
            days = " " + weekdays(dayOfWeek);
        } else if (anyDayOfWeek) {
            days = " " + monthDays(dayOfMonth);
        } else if (either) {
            days = " " + monthDays(dayOfMonth) + ", and also " + weekdays(dayOfWeek);
        } else {
            days = " " + monthDays(dayOfMonth) + ", only where it falls " + weekdays(dayOfWeek);
        }
        boolean anyMonth = CronDescription.isFull(month, Field.MONTH);
        return days + (anyMonth ? "" : " in " + CronDescription.values(month, Field.MONTH));
    }

    private static String weekdays(FieldValues field) {
        List<String> words = new ArrayList<>();
        if (field.mask() == WEEKDAYS) {
            words.add("weekdays");
        } else if (field.mask() == WEEKEND) {
            words.add("weekends");
        } else if (field.mask() != 0) {
            words.add(CronDescription.values(field, Field.DAY_OF_WEEK));
        }
        field.rules().forEach(rule -> words.add(rule(rule)));
        return "on " + CronDescription.join(words);
    }

    private static String monthDays(FieldValues field) {
        List<String> words = new ArrayList<>();
        if (field.mask() != 0) {
            words.add("day " + CronDescription.values(field, Field.DAY_OF_MONTH) + " of the month");
        }
        field.rules().forEach(rule -> words.add(rule(rule)));
        return "on " + CronDescription.join(words);
    }

    private static String rule(DayRule rule) {
        return switch (rule) {
            case DayRule.FromEnd fromEnd ->
                switch (fromEnd.daysBefore()) {
                    case 0 -> "the last day of the month";
                    case 1 -> "the day before the last day of the month";
                    default -> "the day " + fromEnd.daysBefore() + " days before the last day of the month";
                };
            case DayRule.LastWeekday last -> "the last weekday of the month";
            case DayRule.NearestWeekday nearest -> "the weekday nearest day " + nearest.day() + " of the month";
            case DayRule.LastOfWeekday last -> "the last " + name(last.weekday()) + " of the month";
            case DayRule.NthOfWeekday nth ->
                "the " + NTH.get(nth.nth() - 1) + " " + name(nth.weekday()) + " of the month";
        };
    }

    static String word(int value, Field field) {
        return switch (field) {
            case MONTH -> Month.of(value).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case DAY_OF_WEEK -> name(value == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(value));
            case SECOND, MINUTE, HOUR, DAY_OF_MONTH -> Integer.toString(value);
        };
    }

    private static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
