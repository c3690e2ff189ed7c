// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads one field; every fault carries its position in the whole expression. */
final class FieldParser {

    private final Field field;
    private final String text;
    private final int start;
    private final int end;
    private int at;

    private long mask;
    private boolean whole;
    private final List<DayRule> rules = new ArrayList<>();

    FieldParser(Field field, String text, int start, int end) {
        this.field = field;
        this.text = text;
        this.start = start;
        this.end = end;
        this.at = start;
    }

    FieldValues parse() {
        boolean open = peek() == '*' || peek() == '?';
        if (peek() == '?') {
            any();
        } else {
            do {
                item();
            } while (accept(','));
        }
        if (at < end) {
            throw fault(at, "'" + text.charAt(at) + "' does not belong here", "a ',' or the end of the field");
        }
        return new FieldValues(text.substring(start, end), mask, rules, open, whole);
    }

    private void any() {
        if (!field.isDay()) {
            throw fault(at, "'?' stands only for a day", "'*' or " + field.expected());
        }
        at++;
        add(field.min, field.max, 1);
    }

    private void item() {
        int from = at;
        if (accept('*')) {
            add(field.min, field.max, step(field.size()));
            return;
        }
        if (field == Field.DAY_OF_MONTH && accept('L')) {
            lastDay();
            return;
        }
        int first = value();
        if (field == Field.DAY_OF_MONTH && accept('W')) {
            rules.add(new DayRule.NearestWeekday(first));
        } else if (field == Field.DAY_OF_WEEK && accept('L')) {
            rules.add(new DayRule.LastOfWeekday(weekday(first)));
        } else if (field == Field.DAY_OF_WEEK && accept('#')) {
            rules.add(new DayRule.NthOfWeekday(weekday(first), number(1, 5, "which one of the month, 1-5")));
        } else if (accept('-')) {
            range(first, value());
        } else if (peek() == '/') {
            int value = first > field.max ? field.min : first;
            add(value, field.max, step(field.size()));
        } else {
            add(first, first, 1);
        }
        if (at < end && Character.isLetterOrDigit(text.charAt(at))) {
            throw fault(from, "\"" + word(from) + "\" is not a " + field.label, field.expected());
        }
    }

    private void lastDay() {
        if (accept('W')) {
            rules.add(new DayRule.LastWeekday());
        } else if (accept('-')) {
            rules.add(new DayRule.FromEnd(number(0, 30, "days before the last, 0-30")));
        } else {
            rules.add(new DayRule.FromEnd(0));
        }
    }

    /** A range whose end lies before its start wraps around: FRI-MON, 22-3. */
    private void range(int first, int last) {
        int to = last < first ? last + field.size() : last;
        add(first, to, step(field.size()));
    }

    private void add(int first, int last, int step) {
        whole |= last - first + 1 >= field.size();
        for (int value = first; value <= last; value += step) {
            mask |= 1L << (field.min + Math.floorMod(value - field.min, field.size()));
        }
    }

    private int step(int size) {
        return accept('/') ? number(1, size, "a step, 1-" + size) : 1;
    }

    private int value() {
        if (at < end && Character.isLetter(text.charAt(at))) {
            return name();
        }
        return number(field.min, field.largest(), field.expected());
    }

    private int name() {
        int from = at;
        int index = -1;
        if (at + 3 <= end) {
            index = field.names().indexOf(text.substring(at, at + 3).toUpperCase(Locale.ROOT));
        }
        if (index < 0) {
            throw fault(from, "\"" + word(from) + "\" is not a " + field.label, field.expected());
        }
        at += 3;
        return field.min + index;
    }

    private int number(int least, int most, String expected) {
        int from = at;
        int value = 0;
        while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            value = Math.min(value * 10 + (text.charAt(at) - '0'), 10_000);
            at++;
        }
        if (at == from) {
            String found = at < end ? "'" + text.charAt(at) + "' stands where a value should" : "a value is missing";
            throw fault(from, found, expected);
        }
        if (value < least || value > most) {
            throw fault(from, text.substring(from, at) + " is out of range", expected);
        }
        return value;
    }

    private static DayOfWeek weekday(int value) {
        return value == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(value);
    }

    private char peek() {
        return at < end ? text.charAt(at) : '\0';
    }

    private boolean accept(char wanted) {
        if (Character.toUpperCase(peek()) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private String word(int from) {
        int to = from;
        while (to < end && Character.isLetterOrDigit(text.charAt(to))) {
            to++;
        }
        return text.substring(from, to);
    }

    private CronSyntaxException fault(int position, String what, String expected) {
        return new CronSyntaxException(text, position, "in the " + field.label + " field " + what, expected);
    }
}
