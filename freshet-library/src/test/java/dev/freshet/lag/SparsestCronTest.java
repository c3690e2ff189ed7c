// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cron.CronExpression;
import dev.freshet.cron.CronTicks;
import dev.freshet.cron.DstPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparsestCronTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
        PT1S, * * * * * *
        PT29S, */20 * * * * *
        PT1M40S, * * * * *
        PT4M59S, */4 * * * *
        PT14M30S, */12 * * * *
        PT59M, */30 * * * *
        PT1H, 0 * * * *
        PT23H, 0 */12 * * *
        PT100H, 0 0 * * *
        """)
    void ticksAsSeldomAsTheRoomAllows(Duration room, String schedule) {
        assertThat(SparsestCron.of(room)).map(SparsestCron::schedule).contains(schedule);
    }

    @Test
    void neverLeavesMoreBetweenTwoTicksThanTheRoom() {
        for (int i = 0; i < 200; i++) {
            Duration room = Duration.ofSeconds(1 + ThreadLocalRandom.current().nextLong(100_000));
            SparsestCron cron = SparsestCron.of(room).orElseThrow();
            CronTicks ticks = new CronTicks(CronExpression.parse(cron.schedule()), ZoneOffset.UTC, DstPolicy.DEFAULT);
            Instant at = Instant.parse("2026-03-02T00:00:00Z");
            Instant next = ticks.next(at).orElseThrow().at();
            assertThat(Duration.between(at, next)).isEqualTo(cron.period()).isLessThanOrEqualTo(room);
        }
    }

    @Test
    void findsNoneWhereThereIsNoRoom() {
        assertThat(SparsestCron.of(Duration.ofMillis(999))).isEmpty();
        assertThat(SparsestCron.of(Duration.ofMinutes(-1))).isEmpty();
    }
}
