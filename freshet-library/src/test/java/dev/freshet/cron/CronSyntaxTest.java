// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.error.ErrorCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronSyntaxTest {

    private static List<LocalDate> days(String days, String from, String to) {
        CronExpression expression = CronExpression.parse("0 0 " + days);
        return LocalDate.parse(from)
                .datesUntil(LocalDate.parse(to))
                .filter(day -> expression.matches(day.atStartOfDay()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "0 25 * * *         | 2  | hour field 25 is out of range; expected 0-23",
                "*/90 * * * *       | 2  | minute field 90 is out of range; expected a step, 1-60",
                "*/0 * * * *        | 2  | minute field 0 is out of range",
                "1,,2 * * * *       | 2  | minute field ',' stands where a value should",
                "1- * * * *         | 2  | minute field a value is missing",
                "? * * * *          | 0  | '?' stands only for a day",
                "0 0 * FOO *        | 6  | month field `FOO` is not a month; expected 1-12 or JAN-DEC",
                "0 0 * * MONDAY     | 8  | `MONDAY` is not a day-of-week; expected 0-7 or SUN-SAT",
                "0 0 * * L          | 8  | `L` is not a day-of-week",
                "0 0 * * MON#6      | 12 | which one of the month, 1-5",
                "0 0 L-31 * *       | 6  | days before the last, 0-30",
                "0 0 32W * *        | 4  | day-of-month field 32 is out of range",
                "0 0 1 1 1 x        | 10 | day-of-week field `x` is not a day-of-week",
                "* * * *            | 7  | 4 of 5 fields, the day-of-week field is missing",
                "0 * * * * * 2025   | 12 | there is no year field",
                "@reboot            | 0  | `@reboot` is unknown; expected one of @annually, @daily",
                "@daily 5           | 7  | a macro stands alone",
                "0 0 31 2 *         | 4  | `31` can never fire: no month `2` of any year has such a day",
                "0 0 31 4,6,9,11 ?  | 4  | can never fire",
            })
    void refusesWithThePositionOfTheFault(String text, int position, String message) {
        CronSyntaxException fault = catchThrowableOfType(CronSyntaxException.class, () -> CronExpression.parse(text));
        assertThat(fault).hasMessageContaining(message.replace('`', '"'));
        assertThat(fault.position()).isEqualTo(position);
        assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_SCHEDULE);
        assertThat(fault.diagram()).isEqualTo(text + "\n" + " ".repeat(position) + "^");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "L * *       | 2024-02-29",
                "L-3 * *     | 2024-02-26",
                "LW 3 *      | 2024-03-29",
                "1W 6 *      | 2024-06-03",
                "15W 6 *     | 2024-06-14",
                "30W 6 *     | 2024-06-28",
                "* 3 FRIL    | 2024-03-29",
                "* 3 5L      | 2024-03-29",
                "* 3 mon#2   | 2024-03-11",
                "? MAR 1#2   | 2024-03-11",
                "* 3 7#1     | 2024-03-03",
                "* 3 0#1     | 2024-03-03",
                "29 2 ?      | 2024-02-29",
            })
    void findsTheDayOfTheMonth(String days, LocalDate expected) {
        LocalDate start = expected.withDayOfMonth(1);
        assertThat(days(days, start.toString(), start.plusMonths(1).toString())).containsExactly(expected);
    }

    @Test
    void eitherDayFieldAdmitsADayWhereBothRestrict() {
        assertThat(days("13 * FRI", "2024-09-09", "2024-09-21"))
                .containsExactly(LocalDate.parse("2024-09-13"), LocalDate.parse("2024-09-20"));
        assertThat(days("12 * FRI", "2024-09-09", "2024-09-15")).hasSize(2);
        assertThat(days("*/2 * FRI", "2024-09-01", "2024-09-30"))
                .containsExactly(LocalDate.parse("2024-09-13"), LocalDate.parse("2024-09-27"));
    }

    @Test
    void rangesWrapAround() {
        assertThat(days("* * FRI-MON", "2024-09-02", "2024-09-09")).hasSize(4);
        assertThat(days("* * 5-7", "2024-09-02", "2024-09-09")).hasSize(3);
        assertThat(days("* NOV-JAN *", "2024-01-01", "2025-01-01")).hasSize(92);
        CronExpression night = CronExpression.parse("0 22-3/2 * * *");
        assertThat(night.matches(LocalDateTime.parse("2024-01-01T00:00"))).isTrue();
        assertThat(night.matches(LocalDateTime.parse("2024-01-01T23:00"))).isFalse();
    }

    @Test
    void hourIsFixedUnlessAnItemSpansAllHours() {
        for (String open : List.of("0 * * * *", "0 */2 * * *", "0 0/3 * * *", "0 0-23 * * *", "@hourly")) {
            assertThat(CronExpression.parse(open).hourIsFixed()).as(open).isFalse();
        }
        for (String fixed : List.of("0 0 * * *", "0 1-3 * * *", "0 8/2 * * *", "@daily")) {
            assertThat(CronExpression.parse(fixed).hourIsFixed()).as(fixed).isTrue();
        }
    }

    @Test
    void findsTheNextTickOfASparseExpressionAndStopsWhereThereIsNone() {
        CronTicks leapSunday =
                new CronTicks(CronExpression.parse("0 0 29 2 */7"), ZoneId.of("Europe/Berlin"), DstPolicy.DEFAULT);
        assertThat(leapSunday.next(Instant.parse("2088-03-01T00:00:00Z")))
                .map(Tick::at)
                .contains(Instant.parse("2128-02-28T23:00:00Z"));
        DstPolicy skip = new DstPolicy(DstPolicy.Gap.SKIP, DstPolicy.Overlap.DEFAULT);
        CronTicks neverThere = new CronTicks(CronExpression.parse("30 2 * 3 SUNL"), ZoneId.of("Europe/Berlin"), skip);
        assertThat(neverThere.next(Instant.parse("2025-01-01T00:00:00Z"))).isEmpty();
        assertThat(neverThere.next(Instant.MAX)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/15 * * * *          | every 15 minutes",
                "* * * * *             | every minute",
                "@hourly               | every hour",
                "*/10 * * * * *        | every 10 seconds",
                "* * * * * *           | every second",
                "0 */2 * * *           | every 2 hours",
                "30 2 * * 1-5          | at 02:30 on weekdays",
                "0 9,18 * * SAT,SUN    | at 09:00 and 18:00 on weekends",
                "15 0 2 1 * *          | at 02:00:15 on day 1 of the month",
                "*/7 * * * *           | at minute 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour",
                "*/20 9-17 * * *       | at minute 0, 20 and 40 of hour 9 to 17",
                "0 0 13 * FRI          | at 00:00 on day 13 of the month, and also on Friday",
                "0 0 */2 * FRI         | at 00:00 on day 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29 and 31"
                        + " of the month, only where it falls on Friday",
                "0 0 LW JAN-MAR ?      | at 00:00 on the last weekday of the month in January to March",
                "0 0 ? * MON#2         | at 00:00 on the second Monday of the month",
            })
    void saysWhatItMeans(String expression, String words) {
        assertThat(CronDescription.of(CronExpression.parse(expression))).isEqualTo(words);
    }
}
