// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.FreshnessPromise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The laws of a replay. */
class ReplayPropertyTest {

    private static final Duration SPAN = Duration.ofHours(6);
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    @Property(tries = 50)
    void refreshesWhatASimulationOfTheSamePolicyDoes(@ForAll long seed) {
        Random random = new Random(seed);
        Simulation simulation = StartPolicyPropertyTest.drawn(random, random.nextInt(2));
        Duration span = Duration.ofMinutes(30);
        Map<Instant, Set<String>> changes = new TreeMap<>();
        for (String table : simulation.tables()) {
            int count = random.nextInt(40);
            for (int i = 0; i < count; i++) {
                Instant at = Simulation.START.plusSeconds(1 + random.nextLong(span.toSeconds() - 1));
                changes.computeIfAbsent(at, moment -> new TreeSet<>()).add(table);
            }
        }
        Instant last = Simulation.START;
        Map<String, List<Instant>> byTable = new HashMap<>();
        for (Map.Entry<Instant, Set<String>> change : changes.entrySet()) {
            simulation.run(Duration.between(last, change.getKey()));
            last = change.getKey();
            change.getValue().forEach(table -> {
                simulation.change(table);
                byTable.computeIfAbsent(table, name -> new ArrayList<>()).add(change.getKey());
            });
        }
        simulation.run(Duration.between(last, Simulation.START.plus(span)));

        Replayed replayed = Replay.of(
                simulation.graph(),
                load(simulation, byTable, span),
                Timetable.EMPTY,
                simulation.takes(),
                span,
                NO_LIMIT);
        Map<String, Integer> simulated = new TreeMap<>();
        simulation.graph().views().forEach(view -> simulated.put(view.name(), 0));
        simulation.refreshes().forEach(refresh -> simulated.merge(refresh.view(), 1, Integer::sum));
        assertThat(new TreeMap<>(replayed.refreshes())).isEqualTo(simulated);
    }

    @Property(tries = 50)
    void refreshesSeldomerForALooserTarget(@ForAll long seed) {
        Random random = new Random(seed);
        List<Instant> changes = minutes(random);
        Duration takes = Duration.ofMillis(50L + random.nextInt(20_000));
        Duration target = takes.multipliedBy(2).plusSeconds(2L + random.nextInt(3_600));
        Duration looser = target.plusSeconds(random.nextInt(7_200));
        Replayed strict = replay(changes, takes, target);
        Replayed loose = replay(changes, takes, looser);
        assertThat(loose.refreshesOf("top")).isLessThanOrEqualTo(strict.refreshesOf("top"));
        assertThat(loose.refreshesOf("below")).isLessThanOrEqualTo(strict.refreshesOf("below"));
    }

    @Property(tries = 50)
    void refreshesAtMostOnceForEachMinuteWithAChangeWhereThePromiseLeavesAMinute(@ForAll long seed) {
        Random random = new Random(seed);
        Set<Instant> busy = new TreeSet<>(minutes(random));
        List<Instant> changes = new ArrayList<>();
        for (Instant minute : busy) {
            for (int i = 0; i <= random.nextInt(5); i++) {
                changes.add(minute.plusSeconds(random.nextInt(60)));
            }
        }
        Duration takes = Duration.ofMillis(random.nextInt(20_000));
        Replayed replayed = replay(changes, takes, takes.multipliedBy(3).plusSeconds(66));
        assertThat(replayed.refreshesOf("top")).isLessThanOrEqualTo(busy.size());
        assertThat(replayed.refreshesOf("below")).isLessThanOrEqualTo(busy.size());
        assertThat(replayed.broken().get("top")).isEqualTo(Duration.ZERO);
    }

    @Property(tries = 20)
    void refreshesNothingWhereNothingChanges(@ForAll long seed) {
        Duration target = Duration.ofSeconds(5L + new Random(seed).nextInt(3_600));
        Replayed replayed = replay(List.of(), Duration.ofSeconds(1), target);
        assertThat(replayed.refreshes()).containsEntry("top", 0).containsEntry("below", 0);
        assertThat(replayed.worstOf("top")).isEqualTo(Duration.ZERO);
    }

    @Property(tries = 30)
    void comesToTheSameRateHoweverOftenARecordIsRepeated(@ForAll long seed) {
        Random random = new Random(seed);
        RecordedLoad load = chainLoad(minutes(random), Map.of());
        RefreshGraph graph = chain(Duration.ofSeconds(2), Duration.ofMinutes(10));
        Map<String, Duration> takes = takes(Duration.ofSeconds(2));
        Replayed once = Replay.of(graph, load, Timetable.EMPTY, takes, SPAN, NO_LIMIT);
        Replayed often = Replay.of(graph, load, Timetable.EMPTY, takes, SPAN.multipliedBy(8), NO_LIMIT);
        // Each seam may join two refreshes or part them.
        assertThat((double) often.refreshesOf("top"))
                .isBetween(8.0 * once.refreshesOf("top") - 8, 8.0 * once.refreshesOf("top") + 8);
    }

    @Property(tries = 50)
    void refreshesByAgeAsSeldomAsThePromiseAllowsWhateverChanges(@ForAll long seed) {
        Random random = new Random(seed);
        Duration takes = Duration.ofMillis(50L + random.nextInt(5_000));
        Duration target = takes.multipliedBy(3).plusSeconds(10L + random.nextInt(3_600));
        RefreshGraph graph = chain(takes, target);
        RecordedLoad load = chainLoad(minutes(random), Map.of("top", RecordedLoad.Aging.BY_ITSELF));
        Replayed replayed = Replay.of(graph, load, Timetable.EMPTY, takes(takes), SPAN, NO_LIMIT);
        Duration between = target.minus(StartPolicy.withMargin(graph.wayTo("top")));
        Duration apart = target.minus(StartPolicy.withMargin(takes.plus(RefreshGraph.HANDOVER)));
        assertThat((long) replayed.refreshesOf("top"))
                .isBetween(SPAN.dividedBy(apart.plus(takes)) - 1, SPAN.dividedBy(between) + 1);
        assertThat(replayed.broken().get("top")).isEqualTo(Duration.ZERO);
    }

    private static List<Instant> minutes(Random random) {
        List<Instant> minutes = new ArrayList<>();
        int one = 1 + random.nextInt(60);
        for (int minute = 0; minute < SPAN.toMinutes(); minute++) {
            if (random.nextInt(one) == 0) {
                minutes.add(Simulation.START.plus(Duration.ofMinutes(minute)));
            }
        }
        return minutes;
    }

    private static Replayed replay(List<Instant> changes, Duration takes, Duration target) {
        return Replay.of(
                chain(takes, target), chainLoad(changes, Map.of()), Timetable.EMPTY, takes(takes), SPAN, NO_LIMIT);
    }

    /** {@code top} reads {@code below}, which reads the table. */
    private static RefreshGraph chain(Duration takes, Duration target) {
        return new RefreshGraph(
                List.of(
                        new PlannedView("below", "below", true, false, null),
                        new PlannedView("top", "top", true, false, FreshnessPromise.of(target))),
                Map.of("below", Set.of(), "top", Set.of("below")),
                takes(takes));
    }

    private static Map<String, Duration> takes(Duration takes) {
        return Map.of("below", takes.dividedBy(2), "top", takes);
    }

    private static RecordedLoad chainLoad(List<Instant> changes, Map<String, RecordedLoad.Aging> aging) {
        return new RecordedLoad(
                Simulation.START,
                Map.of("t", ChangeTimes.of(changes, SPAN)),
                Map.of("below", Set.of("t"), "top", Set.of("t")),
                aging);
    }

    private static RecordedLoad load(Simulation simulation, Map<String, List<Instant>> changes, Duration span) {
        Map<String, ChangeTimes> times = new HashMap<>();
        changes.forEach((table, moments) -> times.put(table, ChangeTimes.of(moments, span)));
        Map<String, Set<String>> sources = new HashMap<>();
        simulation.graph().views().forEach(view -> sources.put(view.name(), simulation.tablesOf(view.name())));
        return new RecordedLoad(Simulation.START, times, sources, Map.of());
    }
}
