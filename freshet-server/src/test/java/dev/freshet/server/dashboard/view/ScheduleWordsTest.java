// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cron.DstPolicy;
import dev.freshet.definition.ScheduleDefinition;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ScheduleWordsTest {

    @Test
    void saysCommonSchedulesInWordsAndOthersAsTheyAre() {
        assertThat(cron("*/10 * * * *", "UTC")).isEqualTo("every 10 minutes");
        assertThat(cron("5 * * * *", "UTC")).isEqualTo("hourly at minute 5");
        assertThat(cron("30 2 * * *", "Europe/Berlin")).isEqualTo("daily at 02:30 in Europe/Berlin");
        assertThat(cron("*/7 * * * *", "UTC")).isEqualTo("cron */7 * * * *");
        assertThat(cron("0 4 1 * *", "UTC")).isEqualTo("cron 0 4 1 * *");
    }

    @Test
    void saysIntervalsSuccessorsAndWhatHasNoSchedule() {
        assertThat(ScheduleWords.of(new ScheduleDefinition.Every(Duration.ofMinutes(5))))
                .isEqualTo("every 5 min");
        assertThat(ScheduleWords.of(new ScheduleDefinition.After("load"))).isEqualTo("after each success of load");
        assertThat(ScheduleWords.of(null)).isEqualTo("refreshed only on demand");
    }

    private static String cron(String expression, String zone) {
        return ScheduleWords.of(new ScheduleDefinition.Cron(expression, ZoneId.of(zone), DstPolicy.DEFAULT));
    }
}
