// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The days on which other schedulers lose, double or repeat a run. */
class PeerCasesTest {

    private static List<Tick> day(String expression, String zone, String date, DstPolicy policy) {
        ZoneId id = ZoneId.of(zone);
        LocalDate day = LocalDate.parse(date);
        return new CronTicks(CronExpression.parse(expression), id, policy)
                .between(
                        day.atStartOfDay(id).toInstant(),
                        day.plusDays(1).atStartOfDay(id).toInstant(),
                        10_000);
    }

    private static List<Tick> day(String expression, String zone, String date) {
        return day(expression, zone, date, DstPolicy.DEFAULT);
    }

    @Test
    void dailyJobInTheGapFiresOnceAtTheFirstInstantAfterIt() {
        List<Tick> ticks = day("30 2 * * *", "Europe/Berlin", "2025-03-30");
        assertThat(ticks)
                .containsExactly(new Tick(
                        Instant.parse("2025-03-30T01:00:00Z"),
                        List.of(LocalDateTime.parse("2025-03-30T02:30")),
                        "02:30 does not exist on 2025-03-30 in Europe/Berlin; fires at the first instant after the gap,"
                                + " 03:00"));
    }

    @Test
    void everySecondHourInTheGapFollowsTheWallClockOrThePolicy() {
        assertThat(day("0 */2 * * *", "Europe/Berlin", "2025-03-30")).hasSize(11);
        DstPolicy next = new DstPolicy(DstPolicy.Gap.NEXT, DstPolicy.Overlap.DEFAULT);
        assertThat(day("0 */2 * * *", "Europe/Berlin", "2025-03-30", next)).hasSize(12);
    }

    @Test
    void dailyJobInTheOverlapFiresOnceInTheFirstPass() {
        assertThat(day("30 2 * * *", "Europe/Berlin", "2025-10-26"))
                .extracting(Tick::at)
                .containsExactly(Instant.parse("2025-10-26T00:30:00Z"));
    }

    @Test
    void hourlyJobLosesNoHourInTheOverlap() {
        assertThat(day("0 * * * *", "Europe/Berlin", "2025-10-26")).hasSize(25);
    }

    @Test
    void quarterHourlyJobIsNeverSilentInTheOverlap() {
        List<Tick> ticks = day("*/15 * * * *", "Europe/Berlin", "2025-10-26");
        assertThat(ticks).hasSize(100);
        for (int i = 1; i < ticks.size(); i++) {
            assertThat(ChronoUnit.MINUTES.between(
                            ticks.get(i - 1).at(), ticks.get(i).at()))
                    .isEqualTo(15);
        }
    }

    @Test
    void dailyJobAtAMidnightThatDoesNotExistFiresOnce() {
        assertThat(day("0 0 * * *", "Africa/Cairo", "2025-04-25"))
                .extracting(Tick::at)
                .containsExactly(Instant.parse("2025-04-24T22:00:00Z"));
    }

    @Test
    void everySecondHourKeepsTheDayWhoseMidnightDoesNotExist() {
        assertThat(day("0 */2 * * *", "Africa/Cairo", "2025-04-25")).hasSize(11);
    }

    @Test
    void hourlyJobGoesOnThroughAnOverlapOfThirtyMinutes() {
        assertThat(day("0 * * * *", "Australia/Lord_Howe", "2025-04-06"))
                .hasSize(24)
                .doesNotHaveDuplicates();
    }

    @Test
    void quarterHoursOfAFixedHourInTheGapMergeIntoOneTick() {
        List<Tick> ticks = day("*/15 2 * * *", "Europe/Berlin", "2025-03-30");
        assertThat(ticks).hasSize(1);
        assertThat(ticks.getFirst().localTimes()).hasSize(4);
    }

    @Test
    void movedTickMergesWithTheRegularOneAtThatInstant() {
        List<Tick> ticks = day("0 2,3 * * *", "Europe/Berlin", "2025-03-30");
        assertThat(ticks).hasSize(1);
        assertThat(ticks.getFirst().localTimes())
                .containsExactly(LocalDateTime.parse("2025-03-30T02:00"), LocalDateTime.parse("2025-03-30T03:00"));
        assertThat(ticks.getFirst().note()).endsWith("03:00, together with the tick due then");
    }

    @Test
    void userChoosesOtherwiseByName() {
        DstPolicy skip = new DstPolicy(DstPolicy.Gap.SKIP, DstPolicy.Overlap.SECOND);
        assertThat(day("30 2 * * *", "Europe/Berlin", "2025-03-30", skip)).isEmpty();
        assertThat(day("30 2 * * *", "Europe/Berlin", "2025-10-26", skip))
                .extracting(Tick::at)
                .containsExactly(Instant.parse("2025-10-26T01:30:00Z"));
        DstPolicy shift = new DstPolicy(DstPolicy.Gap.SHIFT, DstPolicy.Overlap.BOTH);
        assertThat(day("30 2 * * *", "Europe/Berlin", "2025-03-30", shift))
                .extracting(Tick::at)
                .containsExactly(Instant.parse("2025-03-30T01:30:00Z"));
        assertThat(day("30 2 * * *", "Europe/Berlin", "2025-10-26", shift)).hasSize(2);
    }

    @Test
    void dayThatAZoneLeftOutFiresOnceAfterIt() {
        CronTicks ticks =
                new CronTicks(CronExpression.parse("0 12 * * *"), ZoneId.of("Pacific/Apia"), DstPolicy.DEFAULT);
        assertThat(ticks.between(Instant.parse("2011-12-29T22:00:00Z"), Instant.parse("2011-12-31T22:00:00Z"), 10))
                .extracting(Tick::note)
                .containsExactly(
                        null,
                        "12:00 does not exist on 2011-12-30 in Pacific/Apia; fires at the first instant after the gap,"
                                + " 2011-12-31 00:00",
                        null);
    }
}
