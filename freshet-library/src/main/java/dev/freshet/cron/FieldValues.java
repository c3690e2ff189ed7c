// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import java.util.List;

/**
 * What one field of an expression admits.
 *
 * @param text the field as it was written
 * @param mask bit {@code v} is set where the value {@code v} is admitted
 * @param rules the days that depend on the month, such as {@code LW}
 * @param open begins with {@code *} or is {@code ?}: does not restrict the day in the sense of crontab's either-day
 *     rule
 * @param whole some item spans the whole field, with or without a step: {@code *}, {@code *}{@code /n}, {@code 0/n},
 *     {@code 0-23}
 */
record FieldValues(String text, long mask, List<DayRule> rules, boolean open, boolean whole) {

    FieldValues {
        rules = List.copyOf(rules);
    }

    boolean has(int value) {
        return (mask >>> value & 1) == 1;
    }
}
