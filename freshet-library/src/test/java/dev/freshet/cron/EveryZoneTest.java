// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Transitions of every zone from 1970 to 2037, each with a random expression, policy and window, against {@link
 * TickOracle}: one year in four, which years the seed decides, and always those that are no plain hour. The seed is
 * printed and changes each run; {@code -Dfreshet.cron.seed=N} repeats one, {@code -Dfreshet.cron.years=all} (about a
 * minute) leaves no year out.
 */
class EveryZoneTest {

    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2038-01-01T00:00:00Z");
    private static final DstPolicy.Gap[] GAPS = DstPolicy.Gap.values();
    private static final DstPolicy.Overlap[] OVERLAPS = DstPolicy.Overlap.values();

    private final long seed = Long.getLong("freshet.cron.seed", System.nanoTime());
    private final boolean everyYear = "all".equals(System.getProperty("freshet.cron.years"));

    @Test
    void ticksAreThoseOfTheOracleAtEveryTransitionOfEveryZone() {
        System.out.println("EveryZoneTest: seed " + seed);
        int zones = 0;
        int transitions = 0;
        int ticks = 0;
        for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            ZoneId zone = ZoneId.of(id);
            RandomGenerator own = new Random(seed ^ id.hashCode());
            zones++;
            ticks += check(zone, ordinary(own), Duration.ZERO, own);
            for (ZoneOffsetTransition each : transitions(zone.getRules())) {
                if (!isDue(each)) {
                    continue;
                }
                transitions++;
                ticks += check(zone, each.getInstant(), each.getDuration().abs(), own);
            }
        }
        assertThat(zones).isGreaterThan(500);
        assertThat(transitions).isGreaterThan(5_000);
        assertThat(ticks).as("an empty scan proves nothing").isGreaterThan(50_000);
    }

    private int check(ZoneId zone, Instant centre, Duration jump, RandomGenerator own) {
        ZoneRules rules = zone.getRules();
        boolean uneven = !isWholeMinute(centre, rules);
        boolean seconds = uneven || own.nextInt(400) == 0;
        LocalDateTime around = LocalDateTime.ofInstant(centre, rules.getOffset(centre.minusSeconds(1)));
        SampleCron sample = SampleCron.near(around, seconds && own.nextBoolean(), own);
        DstPolicy policy = own.nextInt(3) == 0
                ? DstPolicy.DEFAULT
                : new DstPolicy(GAPS[own.nextInt(GAPS.length)], OVERLAPS[own.nextInt(OVERLAPS.length)]);
        Duration step = seconds ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
        Instant from = own.nextInt(8) == 0 ? centre : centre.minus(Duration.ofMinutes(own.nextInt(1, 300)));
        Instant to = centre.plus(jump).plus(Duration.ofMinutes(own.nextInt(1, 300)));

        SortedMap<Instant, SortedSet<LocalDateTime>> expected =
                new TickOracle(sample, rules, policy, step).ticks(from, to, jump);
        CronTicks ticks = new CronTicks(CronExpression.parse(sample.text()), zone, policy);
        String what = "seed %d, \"%s\" in %s, %s, [%s, %s)".formatted(seed, sample.text(), zone, policy, from, to);

        List<Tick> found = ticks.between(from, to, Integer.MAX_VALUE);
        assertThat(found).as(what).extracting(Tick::at).containsExactlyElementsOf(expected.keySet());
        assertThat(found)
                .as(what)
                .extracting(Tick::localTimes)
                .containsExactlyElementsOf(expected.values().stream()
                        .<List<LocalDateTime>>map(ArrayList::new)
                        .toList());
        Instant after = from.plusSeconds(own.nextLong(Duration.between(from, to).toSeconds()));
        Instant next = new TreeMap<>(expected).higherKey(after);
        if (next != null) {
            assertThat(ticks.next(after))
                    .as("%s next after %s", what, after)
                    .map(Tick::at)
                    .contains(next);
        }
        return found.size();
    }

    private static boolean isWholeMinute(Instant instant, ZoneRules rules) {
        ZoneOffset before = rules.getOffset(instant.minusSeconds(1));
        ZoneOffset after = rules.getOffset(instant);
        return instant.getEpochSecond() % 60 == 0
                && before.getTotalSeconds() % 60 == 0
                && after.getTotalSeconds() % 60 == 0;
    }

    private boolean isDue(ZoneOffsetTransition transition) {
        boolean plain = transition.getDuration().abs().equals(Duration.ofHours(1));
        int year = transition.getDateTimeBefore().getYear();
        return !plain || everyYear || Math.floorMod(year + seed, 4) == 0;
    }

    private static Instant ordinary(RandomGenerator own) {
        long minutes = own.nextLong(FIRST.getEpochSecond() / 60, LAST.getEpochSecond() / 60);
        return Instant.ofEpochSecond(minutes * 60);
    }

    private static List<ZoneOffsetTransition> transitions(ZoneRules rules) {
        List<ZoneOffsetTransition> all = new ArrayList<>();
        ZoneOffsetTransition next = rules.nextTransition(FIRST);
        while (next != null && next.getInstant().isBefore(LAST)) {
            all.add(next);
            next = rules.nextTransition(next.getInstant());
        }
        return all;
    }
}
