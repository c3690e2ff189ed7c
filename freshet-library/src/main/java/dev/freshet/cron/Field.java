// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import java.util.List;

/** One field of a cron expression and the values it may hold. */
enum Field {
    SECOND("second", 0, 59),
    MINUTE("minute", 0, 59),
    HOUR("hour", 0, 23),
    DAY_OF_MONTH("day-of-month", 1, 31),
    MONTH("month", 1, 12),
    DAY_OF_WEEK("day-of-week", 0, 6);

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    final String label;
    final int min;
    /** The last value of one round; day-of-week also takes 7, which is 0 again. */
    final int max;

    Field(String label, int min, int max) {
        this.label = label;
        this.min = min;
        this.max = max;
    }

    /** The names of its values from {@link #min} on; empty where they are only numbers. */
    List<String> names() {
        return switch (this) {
            case MONTH -> MONTHS;
            case DAY_OF_WEEK -> WEEKDAYS;
            case SECOND, MINUTE, HOUR, DAY_OF_MONTH -> List.of();
        };
    }

    int size() {
        return max - min + 1;
    }

    int largest() {
        return this == DAY_OF_WEEK ? 7 : max;
    }

    boolean isDay() {
        return this == DAY_OF_MONTH || this == DAY_OF_WEEK;
    }

    String expected() {
        String values = min + "-" + largest();
        return names().isEmpty() ? values : values + " or " + names().getFirst() + "-" + names().getLast();
    }
}
