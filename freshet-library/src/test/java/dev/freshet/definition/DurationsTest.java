// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DurationsTest {

    @Test
    void readsWhatPeopleWrite() {
        assertThat(Durations.parse("10m")).isEqualTo(Duration.ofMinutes(10));
        assertThat(Durations.parse("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(Durations.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(Durations.parse("2d")).isEqualTo(Duration.ofDays(2));
        assertThat(Durations.parse("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(Durations.parse("1m500ms")).isEqualTo(Duration.ofMillis(60_500));
        assertThat(Durations.parse("1w")).isEqualTo(Duration.ofDays(7));
        assertThat(Durations.parse("0s")).isEqualTo(Duration.ZERO);
    }

    @Test
    void refusesWhatIsNotOne() {
        for (String wrong : new String[] {"", "10", "m", "10x", "30m1h", "1h 30m", "-5m", "1.5h", "5m5m", "1\u0665m"}) {
            assertThat(Durations.find(wrong)).as(wrong).isEmpty();
        }
        assertThatThrownBy(() -> Durations.parse("soon")).hasMessageContaining("'soon' is not a duration");
    }

    @Test
    void guessesWhatWasMeant() {
        assertThat(Durations.suggestion("15 min")).contains("15m");
        assertThat(Durations.suggestion("60")).contains("60s");
        assertThat(Durations.suggestion("PT1H30M")).contains("1h30m");
        assertThat(Durations.suggestion("1 hour and 5 minutes")).contains("1h5m");
        assertThat(Durations.suggestion("10M")).contains("10m");
        assertThat(Durations.suggestion("soon")).isEmpty();
    }

    @Test
    void refusesToWriteWhatItCouldNotReadBack() {
        assertThatThrownBy(() -> Durations.print(Duration.ofNanos(1))).hasMessageContaining("whole milliseconds");
        assertThatThrownBy(() -> Durations.print(Duration.ofSeconds(-1))).hasMessageContaining("not negative");
    }

    @Property
    void readsBackWhatItWrote(@ForAll @LongRange(min = 0, max = 1L << 50) long millis) {
        Duration duration = Duration.ofMillis(millis);
        assertThat(Durations.parse(Durations.print(duration))).isEqualTo(duration);
    }
}
