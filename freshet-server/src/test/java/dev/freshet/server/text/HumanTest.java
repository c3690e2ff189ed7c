// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTest {

    private static final Instant NOW = Instant.parse("2026-11-03T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.42S, 420 ms",
        "PT3.21S, 3.2 s",
        "PT48.9S, 48 s",
        "PT12M5S, 12 min 5 s",
        "PT1H, 1 h",
        "PT3H20M59S, 3 h 20 min",
        "P4DT2H, 4 d 2 h",
        "PT-5S, -5.0 s"
    })
    void saysADurationInItsTwoLargestUnits(Duration duration, String words) {
        assertThat(Human.duration(duration)).isEqualTo(words);
    }

    @Test
    void saysHowFarAMomentIsFromNow() {
        assertThat(Human.distance(NOW.minusSeconds(90), NOW)).isEqualTo("1 min 30 s ago");
        assertThat(Human.distance(NOW.plusSeconds(3600), NOW)).isEqualTo("in 1 h");
    }

    @Test
    void countsInWords() {
        assertThat(Human.count(1, "run")).isEqualTo("1 run");
        assertThat(Human.count(0, "run")).isEqualTo("0 runs");
        assertThat(Human.count(1440, "run")).isEqualTo("1,440 runs");
    }

    @Test
    void saysSizesAsPostgresqlCountsThem() {
        assertThat(Human.bytes(0)).isEqualTo("0 B");
        assertThat(Human.bytes(8_192)).isEqualTo("8 kB");
        assertThat(Human.bytes(1_500_000)).isEqualTo("1.4 MB");
        assertThat(Human.bytes(25L << 30)).isEqualTo("25 GB");
    }

    @Test
    void keepsTheFirstLineAndCutsIt() {
        assertThat(Human.line("first\nsecond", 20)).isEqualTo("first");
        assertThat(Human.line("a long line", 6)).isEqualTo("a lon…");
        assertThat(Human.line("", 6)).isEmpty();
    }
}
