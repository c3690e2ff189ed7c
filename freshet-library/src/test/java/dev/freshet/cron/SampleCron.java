// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** A random expression built together with its meaning, so that the oracle never asks the parser. */
record SampleCron(
        String text,
        Set<Integer> seconds,
        Set<Integer> minutes,
        Set<Integer> hours,
        Predicate<LocalDate> day,
        boolean hourIsFixed) {

    private record Part(String text, Set<Integer> values, boolean spansAll) {}

    private record Days(String text, Predicate<LocalDate> predicate) {}

    /** Most samples have something to do near {@code around}. */
    static SampleCron near(LocalDateTime around, boolean withSeconds, RandomGenerator random) {
        Part second = withSeconds ? part(random, 0, 59, around.getSecond()) : new Part("0", Set.of(0), false);
        Part minute = part(random, 0, 59, random.nextInt(60));
        Part hour = part(random, 0, 23, Math.floorMod(around.getHour() + random.nextInt(-1, 3), 24));
        Days days = days(around.toLocalDate().plusDays(random.nextInt(-1, 2)), random);
        String text = (withSeconds ? second.text + " " : "") + minute.text + " " + hour.text + " " + days.text;
        return new SampleCron(text, second.values, minute.values, hour.values, days.predicate, !hour.spansAll);
    }

    boolean matches(LocalDateTime local) {
        return seconds.contains(local.getSecond())
                && minutes.contains(local.getMinute())
                && hours.contains(local.getHour())
                && day.test(local.toLocalDate());
    }

    private static Part part(RandomGenerator random, int min, int max, int hint) {
        int size = max - min + 1;
        int step = random.nextInt(1, 8);
        return switch (random.nextInt(8)) {
            case 0 -> new Part("*", steps(min, size, 1, size), true);
            case 1 -> new Part("*/" + step, steps(min, size, step, size), true);
            case 2, 3 -> new Part("" + hint, Set.of(hint), false);
            case 4 -> {
                int last = (hint + random.nextInt(1, 6)) % size;
                int count = Math.floorMod(last - hint, size) + 1;
                yield new Part(hint + "-" + last, steps(hint, count, 1, size), false);
            }
            case 5 -> {
                int last = (hint + random.nextInt(1, size - 1)) % size;
                int count = Math.floorMod(last - hint, size) + 1;
                yield new Part(hint + "-" + last + "/" + step, steps(hint, count, step, size), false);
            }
            case 6 -> new Part(min + "-" + max + "/" + step, steps(min, size, step, size), true);
            default -> {
                int other = random.nextInt(min, max + 1);
                yield new Part(hint + "," + other, new TreeSet<>(List.of(hint, other)), false);
            }
        };
    }

    private static Set<Integer> steps(int first, int count, int step, int size) {
        Set<Integer> values = new TreeSet<>();
        for (int i = 0; i < count; i += step) {
            values.add((first + i) % size);
        }
        return values;
    }

    /** Day-of-month, month and day-of-week. */
    private static Days days(LocalDate hint, RandomGenerator random) {
        DayOfWeek weekday = hint.getDayOfWeek();
        String name = weekday.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
        int number = random.nextBoolean() ? weekday.getValue() : weekday.getValue() % 7;
        int day = hint.getDayOfMonth();
        int nth = (day - 1) / 7 + 1;
        Predicate<LocalDate> onWeekday = d -> d.getDayOfWeek() == weekday;
        Predicate<LocalDate> onDay = d -> d.getDayOfMonth() == day;
        List<Days> choices = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            choices.add(new Days("* * *", d -> true));
        }
        choices.add(new Days("* * " + name, onWeekday));
        choices.add(new Days("? * " + number, onWeekday));
        choices.add(new Days(day + " * ?", onDay));
        choices.add(new Days(day + " " + hint.getMonthValue() + " *", onDay.and(d -> d.getMonth() == hint.getMonth())));
        choices.add(new Days((day % 28 + 1) + " * " + name, onWeekday.or(d -> d.getDayOfMonth() == day % 28 + 1)));
        choices.add(new Days("*/2 * " + name, onWeekday.and(d -> d.getDayOfMonth() % 2 == 1)));
        choices.add(new Days("* * " + name + "#" + nth, onWeekday.and(d -> (d.getDayOfMonth() - 1) / 7 + 1 == nth)));
        choices.add(
                new Days("* * " + number + "L", onWeekday.and(d -> d.plusDays(7).getMonth() != d.getMonth())));
        choices.add(new Days("L * *", d -> d.plusDays(1).getDayOfMonth() == 1));
        choices.add(new Days("L-1 * *", d -> d.plusDays(2).getDayOfMonth() == 1));
        choices.add(new Days(
                "* * FRI-MON",
                d -> Set.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.MONDAY)
                        .contains(d.getDayOfWeek())));
        return choices.get(random.nextInt(choices.size()));
    }
}
