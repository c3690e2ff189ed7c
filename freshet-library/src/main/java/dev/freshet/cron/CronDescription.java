// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An expression in English words, worked out from what it admits rather than from how it is written. */
public final class CronDescription {

    private static final int NAMED_TIMES = 6;

    private final FieldValues second;
    private final FieldValues minute;
    private final FieldValues hour;

    private CronDescription(List<FieldValues> fields) {
        this.second = fields.get(0);
        this.minute = fields.get(1);
        this.hour = fields.get(2);
    }

    /** For example {@code every 15 minutes} or {@code at 02:30 on weekdays}. */
    public static String of(CronExpression expression) {
        return new CronDescription(expression.fields()).time() + DayDescription.of(expression.fields());
    }

    private String time() {
        boolean onTheMinute = second.mask() == 1;
        boolean everyHour = isFull(hour, Field.HOUR);
        boolean everyMinute = everyHour && isFull(minute, Field.MINUTE);
        int times = count(second) * count(minute) * count(hour);
        if (times <= NAMED_TIMES) {
            return "at " + join(namedTimes(onTheMinute));
        }
        if (everyMinute && pace(second, 60) > 0 && !onTheMinute) {
            return every(pace(second, 60), "second");
        }
        if (onTheMinute && everyHour && pace(minute, 60) > 0) {
            return pace(minute, 60) == 60 ? "every hour" : every(pace(minute, 60), "minute");
        }
        if (onTheMinute && minute.mask() == 1 && pace(hour, 24) > 0) {
            return every(pace(hour, 24), "hour");
        }
        return byField(onTheMinute, everyHour);
    }

    private String byField(boolean onTheMinute, boolean everyHour) {
        String seconds = onTheMinute ? "" : "second " + values(second, Field.SECOND) + " of ";
        String minutes = isFull(minute, Field.MINUTE) ? "every minute" : "minute " + values(minute, Field.MINUTE);
        String hours = everyHour ? "every hour" : "hour " + values(hour, Field.HOUR);
        return "at " + seconds + minutes + " of " + hours;
    }

    private List<String> namedTimes(boolean onTheMinute) {
        List<String> times = new ArrayList<>();
        for (int h : list(hour)) {
            for (int m : list(minute)) {
                for (int s : list(second)) {
                    times.add(
                            onTheMinute
                                    ? String.format(Locale.ROOT, "%02d:%02d", h, m)
                                    : String.format(Locale.ROOT, "%02d:%02d:%02d", h, m, s));
                }
            }
        }
        return times;
    }

    private static String every(int n, String unit) {
        return n == 1 ? "every " + unit : "every " + n + " " + unit + "s";
    }

    /** The even step from 0 all around the clock, or 0 where there is none. */
    private static int pace(FieldValues values, int round) {
        int n = round / count(values);
        boolean even = round % n == 0
                && list(values)
                        .equals(IntStream.range(0, round / n)
                                .map(i -> i * n)
                                .boxed()
                                .toList());
        return even ? n : 0;
    }

    static boolean isFull(FieldValues values, Field field) {
        return count(values) == field.size();
    }

    static int count(FieldValues values) {
        return Long.bitCount(values.mask());
    }

    static List<Integer> list(FieldValues values) {
        return IntStream.range(0, 60).filter(values::has).boxed().toList();
    }

    /** Names or numbers, three or more in a row as a range. */
    static String values(FieldValues values, Field field) {
        List<String> words = new ArrayList<>();
        List<Integer> all = list(values);
        for (int from = 0; from < all.size(); ) {
            int to = from;
            while (to + 1 < all.size() && all.get(to + 1) == all.get(to) + 1) {
                to++;
            }
            if (to - from >= 2) {
                words.add(DayDescription.word(all.get(from), field) + " to " + DayDescription.word(all.get(to), field));
            } else {
                all.subList(from, to + 1).forEach(value -> words.add(DayDescription.word(value, field)));
            }
            from = to + 1;
        }
        return join(words);
    }

    static String join(List<String> words) {
        if (words.size() < 2) {
            return words.stream().collect(Collectors.joining());
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }
}
