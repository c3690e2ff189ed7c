// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.RefreshMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoChoiceTest {

    private static final Duration BEARABLE = Duration.ofMillis(500);
    private static final PastRefresh BLOCKING = new PastRefresh("blocking", null, 1_000L, Duration.ofMillis(50));

    @Test
    void goesConcurrentlyWhileNothingIsMeasured() {
        assertThat(choose()).isEqualTo(new AutoChoice(RefreshMode.CONCURRENTLY, "possible"));
        assertThat(choose(BLOCKING, BLOCKING).mode()).isEqualTo(RefreshMode.CONCURRENTLY);
    }

    @Test
    void goesConcurrentlyWhereLittleChangesAndSaysHowMuch() {
        AutoChoice choice = choose(changed(60, 100), changed(1_900, 100));
        assertThat(choice.mode()).isEqualTo(RefreshMode.CONCURRENTLY);
        assertThat(choice.reason()).contains("3 % changed last time");
    }

    @Test
    void blocksWhereMuchChangesEachTimeAndReadersHardlyNotice() {
        AutoChoice choice = choose(changed(2_000, 100), changed(1_700, 100));
        assertThat(choice.mode()).isEqualTo(RefreshMode.BLOCKING);
        assertThat(choice.reason()).contains("85 % or more").contains("lock-timeout (500 ms)");
    }

    @Test
    void doesNotJudgeByOneRefresh() {
        assertThat(choose(changed(2_000, 100)).mode()).isEqualTo(RefreshMode.CONCURRENTLY);
        assertThat(choose(changed(2_000, 100), changed(10, 100)).mode()).isEqualTo(RefreshMode.CONCURRENTLY);
    }

    @Test
    void neverKeepsReadersWaitingForLong() {
        AutoChoice choice = choose(changed(2_000, 100), changed(2_000, 12_000));
        assertThat(choice.mode()).isEqualTo(RefreshMode.CONCURRENTLY);
        assertThat(choice.reason()).contains("readers would wait up to 12000 ms");
    }

    @Test
    void measuresAgainAfterNineInARow() {
        List<PastRefresh> past = new ArrayList<>(Collections.nCopies(8, BLOCKING));
        past.addAll(List.of(changed(2_000, 100), changed(2_000, 100)));
        assertThat(AutoChoice.of(past, BEARABLE).mode()).isEqualTo(RefreshMode.BLOCKING);
        past.addFirst(BLOCKING);
        assertThat(AutoChoice.of(past, BEARABLE))
                .isEqualTo(new AutoChoice(RefreshMode.CONCURRENTLY, "to measure again how many rows change"));
    }

    private static AutoChoice choose(PastRefresh... past) {
        return AutoChoice.of(List.of(past), BEARABLE);
    }

    private static PastRefresh changed(long rows, long millis) {
        return new PastRefresh("concurrently", rows, 1_000L, Duration.ofMillis(millis));
    }
}
