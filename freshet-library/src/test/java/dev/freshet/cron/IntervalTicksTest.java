// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.error.FreshetException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IntervalTicksTest {

    private final IntervalTicks sevenMinutes = new IntervalTicks(Duration.ofMinutes(7));

    @Test
    void countsFromTheEpochWhoeverAsks() {
        assertThat(sevenMinutes.between(
                        Instant.parse("1970-01-01T00:00:00Z"), Instant.parse("1970-01-01T00:21:00Z"), 9))
                .extracting(Tick::at)
                .containsExactly(Instant.EPOCH, Instant.ofEpochSecond(420), Instant.ofEpochSecond(840));
        assertThat(sevenMinutes.next(Instant.ofEpochSecond(-1))).map(Tick::at).contains(Instant.EPOCH);
        assertThat(sevenMinutes.next(Instant.EPOCH)).map(Tick::at).contains(Instant.ofEpochSecond(420));
        assertThat(sevenMinutes.next(Instant.ofEpochSecond(419, 999_999_999)))
                .map(Tick::at)
                .contains(Instant.ofEpochSecond(420));
    }

    @Test
    void endsAtTheHorizon() {
        assertThat(sevenMinutes.next(Instant.MAX)).isEmpty();
        assertThat(sevenMinutes.next(TickSequence.HORIZON.minusNanos(1))).isEmpty();
        assertThat(sevenMinutes.next(Instant.MIN)).isPresent();
        assertThat(sevenMinutes.between(Instant.MIN, Instant.MAX, 2)).hasSize(2);
    }

    @Test
    void refusesAnIntervalThatIsNone() {
        assertThatThrownBy(() -> new IntervalTicks(Duration.ZERO))
                .isInstanceOf(FreshetException.class)
                .hasMessageContaining("PT0S cannot be scheduled; expected whole milliseconds, more than zero");
        assertThatThrownBy(() -> new IntervalTicks(Duration.ofNanos(5))).isInstanceOf(FreshetException.class);
    }
}
