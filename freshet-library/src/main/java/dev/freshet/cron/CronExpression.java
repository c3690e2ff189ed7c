// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The wall-clock times a cron expression admits; {@link CronTicks} turns them into instants. */
public final class CronExpression {

    private final String text;
    private final List<FieldValues> fields;
    private final TimePattern times;
    private final DayPattern days;

    CronExpression(String text, List<FieldValues> fields) {
        this.text = text;
        this.fields = fields;
        this.times = new TimePattern(fields.get(0), fields.get(1), fields.get(2));
        this.days = new DayPattern(fields.get(3), fields.get(4), fields.get(5));
    }

    /**
     * Reads 5 fields, 6 with seconds first, or a macro such as {@code @daily}; the package's page lists the syntax.
     *
     * @throws CronSyntaxException where the text cannot be read or can never fire
     */
    public static CronExpression parse(String text) {
        return new CronParser(text).parse();
    }

    /**
     * Whether the hour field names hours, rather than being {@code *}, {@code *}{@code /n} or another way to write
     * these: the default {@link DstPolicy} depends on it.
     */
    public boolean hourIsFixed() {
        return !fields.get(2).whole();
    }

    public boolean matches(LocalDateTime local) {
        int second = local.toLocalTime().toSecondOfDay();
        boolean wholeSecond = local.truncatedTo(ChronoUnit.SECONDS).equals(local);
        return wholeSecond && times.atOrAfter(second) == second && days.matches(local.toLocalDate());
    }

    /** The first admitted wall-clock time in {@code [from, to)}; {@code from} is a whole second. */
    @Nullable
    LocalDateTime first(LocalDateTime from, LocalDateTime to) {
        LocalDate date = from.toLocalDate();
        int time = days.matches(date) ? times.atOrAfter(from.toLocalTime().toSecondOfDay()) : -1;
        if (time < 0) {
            date = days.firstBetween(date.plusDays(1), to.toLocalDate());
            if (date == null) {
                return null;
            }
            time = times.first();
        }
        LocalDateTime found = date.atStartOfDay().plusSeconds(time);
        return found.isBefore(to) ? found : null;
    }

    /** Seconds, minutes, hours, days of the month, months, days of the week. */
    List<FieldValues> fields() {
        return fields;
    }

    DayPattern days() {
        return days;
    }

    /** The expression as it was written. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CronExpression that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
