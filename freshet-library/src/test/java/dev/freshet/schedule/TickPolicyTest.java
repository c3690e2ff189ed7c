// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cron.Tick;
import dev.freshet.definition.CatchUpPolicy;
import dev.freshet.job.Job;
import dev.freshet.testing.JobDefinitions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TickPolicyTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final List<Tick> tenMinutes = minutes(10);

    @Test
    void skipsWhatWasMissedButFiresWhatIsOnTime() {
        TickPolicy.CatchUp catchUp = catchUp(CatchUpPolicy.NONE, 100, tenMinutes);
        assertThat(catchUp.decided()).hasSize(9).allMatch(TickDecision.Skip.class::isInstance);
        assertThat(catchUp.onTime()).extracting(Tick::at).containsExactly(NOW);
    }

    @Test
    void answersForAllMissedTicksWithTheLatest() {
        TickPolicy.CatchUp catchUp = catchUp(CatchUpPolicy.LATEST, 100, tenMinutes);
        assertThat(catchUp.decided()).hasSize(9).allMatch(TickDecision.MergeIntoNewest.class::isInstance);
        assertThat(catchUp.onTime()).extracting(Tick::at).containsExactly(NOW);
    }

    @Test
    void answersWithTheLatestTickAlsoWhenEvenThatWasMissed() {
        List<Tick> old = tenMinutes.subList(0, 5);
        TickPolicy.CatchUp catchUp = catchUp(CatchUpPolicy.LATEST, 100, old);
        assertThat(catchUp.onTime()).containsExactly(old.get(4));
    }

    @Test
    void firesARunForEachMissedTickUpToTheLimitAndSkipsTheOldest() {
        TickPolicy.CatchUp catchUp = catchUp(CatchUpPolicy.ALL, 3, tenMinutes);
        assertThat(catchUp.decided().subList(0, 6)).allMatch(TickDecision.Skip.class::isInstance);
        assertThat(catchUp.decided().subList(6, 9)).allMatch(TickDecision.Fire.class::isInstance);
    }

    @Test
    void skipsEveryTickOfAPausedJobAndSaysWhoPausedIt() {
        Job paused = job(CatchUpPolicy.ALL, 100, new Job.Pause(NOW.minusSeconds(5), null, "ann", "month end"));
        assertThat(TickPolicy.catchUp(paused, tenMinutes, 0, NOW).decided())
                .hasSize(10)
                .allSatisfy(decision ->
                        assertThat(((TickDecision.Skip) decision).reason()).isEqualTo("paused by ann: month end"));
    }

    @Test
    void endsAPauseByItselfWhenItsTimeIsOver() {
        Job paused = job(CatchUpPolicy.LATEST, 100, new Job.Pause(NOW.minusSeconds(500), NOW, "ann", null));
        assertThat(TickPolicy.catchUp(paused, List.of(tenMinutes.get(9)), 0, NOW)
                        .onTime())
                .hasSize(1);
    }

    private static TickPolicy.CatchUp catchUp(CatchUpPolicy policy, int limit, List<Tick> due) {
        return TickPolicy.catchUp(job(policy, limit, null), due, 0, NOW);
    }

    private static Job job(CatchUpPolicy policy, int limit, Job.@org.jspecify.annotations.Nullable Pause pause) {
        return new Job(
                JobDefinitions.sql("tidy", "SELECT 1").catchUp(policy, limit).definition(), null, null, null, pause);
    }

    /** The last ticks of a schedule by the minute, the newest due right now. */
    private static List<Tick> minutes(int count) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = count - 1; i >= 0; i--) {
            ticks.add(new Tick(NOW.minus(Duration.ofMinutes(i)), List.of(), null));
        }
        return ticks;
    }
}
