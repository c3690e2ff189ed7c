// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The laws of target lag, on graphs and loads drawn at random, in a time that passes in the head. */
class StartPolicyPropertyTest {

    @Property(tries = 40)
    void keepsEveryPromiseThatCanBeKeptAndStartsNothingForNothing(@ForAll long seed) {
        Random random = new Random(seed);
        Simulation simulation = drawn(random, 0);
        load(simulation, random);
        assertThat(simulation.faults()).isEmpty();
    }

    /** A group at work for one of its views is late for another by that one run at most. */
    @Property(tries = 40)
    void startsNoGroupTwiceAtOnceOrForNothingAndKeepsItsPromisesSaveForARunBefore(@ForAll long seed) {
        Random random = new Random(seed);
        Simulation simulation = drawn(random, 1 + random.nextInt(3));
        simulation.allowTheRunBefore();
        load(simulation, random);
        assertThat(simulation.faults()).isEmpty();
        assertThat(simulation.refreshes()).isNotEmpty();
    }

    private static void load(Simulation simulation, Random random) {
        List<String> tables = List.copyOf(simulation.tables());
        for (int i = 0; i < 60; i++) {
            int burst = random.nextInt(4);
            for (int c = 0; c < burst; c++) {
                simulation.change(tables.get(random.nextInt(tables.size())));
            }
            simulation.run(Duration.ofMillis(random.nextInt(30_000)));
        }
    }

    @Property(tries = 40)
    void bringsAChangeThroughEachViewOnceAndUpstreamFirst(@ForAll long seed) {
        Random random = new Random(seed);
        Simulation simulation = drawn(random, 0);
        List<String> tables = List.copyOf(simulation.tables());
        simulation.run(Duration.ofMinutes(1));
        assertThat(simulation.refreshes()).as("while nothing changes").isEmpty();

        String table = tables.get(random.nextInt(tables.size()));
        simulation.change(table);
        simulation.run(Duration.ofHours(2));
        Set<String> readers = new TreeSet<>();
        for (PlannedView view : simulation.graph().views()) {
            if (simulation.graph().isPlanned(view)
                    && simulation.tablesOf(view.name()).contains(table)) {
                readers.add(view.name());
            }
        }
        assertThat(simulation.refreshes().stream().map(Simulation.Refresh::view).sorted())
                .containsExactlyElementsOf(readers);
        for (Simulation.Refresh refresh : simulation.refreshes()) {
            assertThat(endsBefore(simulation, refresh)).isTrue();
        }
        assertThat(simulation.faults()).isEmpty();
    }

    @Property(tries = 10)
    void refreshesNothingMoreOftenThanTheTightestPromiseBelowNeeds(@ForAll long seed) {
        Random random = new Random(seed);
        Simulation simulation = drawn(random, 0);
        Duration span = Duration.ofHours(2);
        Instant end = Simulation.START.plus(span);
        for (Instant at = Simulation.START; at.isBefore(end); at = at.plusSeconds(2)) {
            simulation.tables().forEach(simulation::change);
            simulation.run(Duration.ofSeconds(2));
        }
        assertThat(simulation.faults()).isEmpty();
        for (PlannedView view : simulation.graph().views()) {
            long count = simulation.refreshes().stream()
                    .filter(refresh -> refresh.view().equals(view.name()))
                    .count();
            assertThat(count).as(view.name()).isLessThanOrEqualTo(atMost(simulation.graph(), view, span) * 5 / 4);
        }
    }

    /** With a change at every moment each promise needs a refresh as often as it leaves time; a view serves several, and now and then joins one. */
    private static long atMost(RefreshGraph graph, PlannedView view, Duration span) {
        return 1
                + graph.leadsOf(view.name()).keySet().stream()
                        .mapToLong(target -> {
                            Duration promise = Objects.requireNonNull(
                                            graph.view(target).promise())
                                    .strictest();
                            Duration leaves = promise.minus(StartPolicy.withMargin(graph.wayTo(target)));
                            return span.dividedBy(leaves) + 1;
                        })
                        .sum();
    }

    private static boolean endsBefore(Simulation simulation, Simulation.Refresh refresh) {
        Set<String> ancestors = simulation.graph().ancestorsOf(refresh.view());
        return simulation.refreshes().stream()
                .filter(other -> ancestors.contains(other.view()))
                .noneMatch(other -> other.ended().isAfter(refresh.began()));
    }

    /** Up to ten views over up to four tables; some in groups of neighbours. */
    static Simulation drawn(Random random, int groups) {
        Simulation simulation = new Simulation();
        List<String> relations = new ArrayList<>();
        int tables = 1 + random.nextInt(4);
        for (int t = 0; t < tables; t++) {
            relations.add("t" + t);
        }
        int views = 1 + random.nextInt(10);
        for (int v = 0; v < views; v++) {
            List<String> sources = new ArrayList<>(relations);
            Collections.shuffle(sources, random);
            List<String> read = sources.subList(0, 1 + random.nextInt(Math.min(3, sources.size())));
            boolean grouped = groups > 0 && random.nextInt(3) == 0;
            String job = grouped ? "g" + random.nextInt(groups) : "v" + v;
            Duration takes = Duration.ofMillis(50L + random.nextInt(10_000));
            boolean promised = v == views - 1 || random.nextInt(3) == 0;
            simulation.view("v" + v, job, takes, promised ? Duration.ofMinutes(1) : null, read.toArray(String[]::new));
            relations.add("v" + v);
        }
        simulation.promise(random);
        return simulation;
    }
}
