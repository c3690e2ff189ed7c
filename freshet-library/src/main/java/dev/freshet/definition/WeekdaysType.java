// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Days of the week: {@code mon-fri}, {@code sat,sun}, {@code fri-mon}. */
record WeekdaysType() implements ValueType<Set<DayOfWeek>> {

    private static final String DAY = "(mon|tue|wed|thu|fri|sat|sun)";
    private static final String RANGE = DAY + "(-" + DAY + ")?";
    private static final String PATTERN = "^" + RANGE + "(, ?" + RANGE + ")*$";

    @Override
    public @Nullable Set<DayOfWeek> read(YamlValue value, Findings findings) {
        String text = value.text();
        if (text == null || !text.matches(PATTERN)) {
            findings.fault(
                    value,
                    "expected days of the week, not " + value.kind(),
                    null,
                    "Write them as mon-fri, sat,sun or mon,wed-fri.");
            return null;
        }
        return parse(text);
    }

    /** The days of a text that is known to name some. */
    static Set<DayOfWeek> parse(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String range : text.split(", ?", -1)) {
            DayOfWeek day = day(range.substring(0, 3));
            DayOfWeek last = day(range.substring(range.length() - 3));
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    /** The three letters of a day. */
    static String word(DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH).toLowerCase(Locale.ENGLISH);
    }

    /** As short as possible: {@code mon-fri}, {@code mon,wed}. */
    static String text(Set<DayOfWeek> days) {
        List<String> ranges = new ArrayList<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            boolean begins = days.contains(day) && (day == DayOfWeek.MONDAY || !days.contains(day.minus(1)));
            if (!begins) {
                continue;
            }
            DayOfWeek last = day;
            while (last != DayOfWeek.SUNDAY && days.contains(last.plus(1))) {
                last = last.plus(1);
            }
            ranges.add(day == last ? word(day) : word(day) + "-" + word(last));
        }
        return String.join(",", ranges);
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("string").put("pattern", PATTERN);
    }

    @Override
    public String label() {
        return "days of the week";
    }

    @Override
    public String print(Set<DayOfWeek> value) {
        return text(value);
    }

    private static DayOfWeek day(String word) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (word(day).equals(word)) {
                return day;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is not a day; expected mon, tue, wed, thu, fri, sat or sun");
    }
}
