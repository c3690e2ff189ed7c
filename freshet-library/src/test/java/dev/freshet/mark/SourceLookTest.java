// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceLookTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final Instant BEFORE = NOW.minusSeconds(30);

    @Test
    void findsNothingWhereNothingChanged() {
        SourceLook look = counting(100, 100L, null, NOW.minus(Duration.ofHours(1)));
        assertThat(look.isNews()).isFalse();
        assertThat(look.finding().tripped()).isNull();
    }

    @Test
    void explainsAGrownCountByAMark() {
        SourceLook look = counting(100, 140L, BEFORE.plusSeconds(10), BEFORE);
        assertThat(look.finding().tripped()).isNull();
        assertThat(look.finding().count()).isEqualTo(new SourceLook.Count(140L, NOW, null));
    }

    @Test
    void suspectsACountThatGrowsWithoutAMark() {
        SourceLook first = counting(100, 140L, null, BEFORE);
        assertThat(first.finding().tripped()).isNull();
        assertThat(first.finding().count()).isEqualTo(new SourceLook.Count(100L, BEFORE, BEFORE));
    }

    @Test
    void tripsAfterTwoMinutesOfSuspicionAndDatesTheChangeBack() {
        Instant since = NOW.minus(Duration.ofMinutes(2));
        SourceLook look = look("1:7", "1:7", new SourceLook.Count(100L, since, since), 140L, null);
        assertThat(look.finding().tripped()).isEqualTo("rows of call changed while no trigger marked it");
        assertThat(look.finding().changedAt()).isEqualTo(since);
        assertThat(look.finding().count()).isEqualTo(new SourceLook.Count(140L, NOW, null));
    }

    @Test
    void beginsAnewWhenStatisticsWereReset() {
        assertThat(counting(100, 3L, null, BEFORE).finding().count()).isEqualTo(new SourceLook.Count(3L, NOW, null));
    }

    @Test
    void tripsAtOnceWhenAFileWasExchanged() {
        SourceLook look = look("1:7", "1:8", new SourceLook.Count(1L, BEFORE, null), 1L, null);
        assertThat(look.finding().tripped()).isEqualTo("the file of call was rewritten or exchanged");
        assertThat(look.finding().changedAt()).isEqualTo(BEFORE);
    }

    @Test
    void suspectsACountThatGrewLongAfterTheLastMark() {
        Instant justBefore = BEFORE.minusSeconds(10);
        assertThat(counting(100, 140L, justBefore, BEFORE).finding().count())
                .isEqualTo(new SourceLook.Count(140L, NOW, null));
        Instant mark = BEFORE.minusSeconds(20);
        assertThat(counting(100, 140L, mark, mark.plusSeconds(10)).finding().count())
                .isEqualTo(new SourceLook.Count(100L, mark.plusSeconds(10), BEFORE));
    }

    @Test
    void tripsWhenColumnsWereAlteredThoughATruncateExplainsTheFile() {
        SourceLook.Count count = new SourceLook.Count(1L, BEFORE, null);
        assertThat(look("1:7 | a | 3:5A", "1:8 | a | 3:5A", count, 1L, null, true)
                        .finding()
                        .tripped())
                .isNull();
        assertThat(look("1:7 | a | 3:5A", "1:8 | b | 3:5A", count, 1L, null, true)
                        .finding()
                        .tripped())
                .isEqualTo("the columns of call were altered");
    }

    @Test
    void tripsWhenATriggerWasDisabledForAWhileThoughATruncateExplainsTheFile() {
        SourceLook.Count count = new SourceLook.Count(1L, BEFORE, null);
        assertThat(look("1:7 | a | 3:5A", "1:8 | a | 3:6O", count, 1L, null, true)
                        .finding()
                        .tripped())
                .isEqualTo("the change marks of call were disabled or altered for a while");
    }

    private static SourceLook counting(long before, Long now, @Nullable Instant markedAt, Instant countedAt) {
        return look("1:7", "1:7", new SourceLook.Count(before, countedAt, null), now, markedAt);
    }

    private static SourceLook look(
            String before, String after, SourceLook.Count count, Long countedNow, @Nullable Instant markedAt) {
        return look(before, after, count, countedNow, markedAt, false);
    }

    private static SourceLook look(
            String before,
            String after,
            SourceLook.Count count,
            Long countedNow,
            @Nullable Instant markedAt,
            boolean truncated) {
        return new SourceLook(
                1,
                "call",
                true,
                false,
                truncated,
                markedAt,
                new SourceLook.Seen(BEFORE, before, null),
                new SourceLook.Seen(NOW, after, null),
                count,
                countedNow);
    }
}
