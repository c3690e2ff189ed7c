// SPDX-License-Identifier: Apache-2.0
package dev.freshet.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random accidents and acts for a while, peace for a moment, and then what must hold. */
class TortureClusterTest {

    private static final Duration SOAK = Duration.parse(System.getProperty("freshet.test.soak", "PT60S"));
    private static final long SEED = Long.getLong("freshet.test.seed", System.nanoTime());

    /** Long enough that moved ticks have come and held runs have met the tick that releases them. */
    private static final Duration PEACE = Duration.ofSeconds(8);

    private final Random random = new Random(SEED);
    private final FreshetDatabase database = FreshetDatabase.create();
    private final Freshet asker = Freshet.builder(database.database()).build();
    private final NodeGang nodes = new NodeGang(database, random);
    private final Acts acts = new Acts(database, asker, random);
    private final Invariants invariants = new Invariants(database);
    private long until;

    @AfterEach
    void dropDatabase() {
        nodes.close();
        database.close();
    }

    @Test
    void accountsForEverythingThatWasOwed() {
        System.out.println("Torture for " + SOAK + ", -Dfreshet.test.seed=" + SEED);
        database.sql().execute(Workload.TABLES);
        database.sql().execute(Workload.sequences());
        nodes.start();
        awaitNodes();
        TestNode.deploy(database, asker, Workload.jobs().toArray(JobDefinitions[]::new));
        Instant owedFrom = databaseTime();

        torture();
        Instant owedTo = bringToPeace();

        Workload.SCHEDULED.forEach(job -> invariants.everyTickIsAccountedForOnce(job, owedFrom, owedTo));
        invariants.everyTickSaysTruly();
        invariants.noExclusiveJobOverlappedItself();
        invariants.everyEffectIsThereOnce();
        invariants.noItemIsLostOrDoneTwice();
        invariants.everyBackfillIsWhole();
        invariants.everythingThatBeganHasEnded();
        invariants.everyCommittedEnqueueHasItsRun(acts.enqueued(), acts.rolledBack());
        invariants.everyActIsAudited(acts.answered());
        tellWhatHappened();
        nodes.close();
        await().atMost(Duration.ofSeconds(15)).untilAsserted(invariants::nothingIsLeftOnTheServer);
    }

    private void torture() {
        until = System.nanoTime() + SOAK.toNanos();
        await().pollInterval(Duration.ofMillis(60))
                .pollDelay(Duration.ZERO)
                .atMost(SOAK.plusSeconds(120))
                .until(() -> {
                    nodes.tend();
                    acts.one();
                    return System.nanoTime() - until > 0;
                });
    }

    /** Returns the moment up to which every tick is owed. */
    private Instant bringToPeace() {
        nodes.mendAll();
        acts.endInPeace();
        long calmUntil = System.nanoTime() + PEACE.toNanos();
        await().atMost(PEACE.multipliedBy(2)).until(() -> System.nanoTime() - calmUntil > 0);
        until(60)
                .untilAsserted(() -> assertThat(rows("SELECT job FROM freshet.tick_order WHERE state = 'pending'"))
                        .isEmpty());
        Instant owedTo = databaseTime();
        until(60)
                .untilAsserted(() -> assertThat(rows("SELECT name FROM freshet.job WHERE next_tick_at IS NOT NULL AND"
                                + " evaluated_until < '" + owedTo + "'"))
                        .as("jobs behind their schedule")
                        .isEmpty());
        TestNode.deploy(database, asker, Workload.silent());
        until(120)
                .untilAsserted(() -> assertThat(
                                rows("SELECT id || ' ' || job || ' ' || state || ' ' || coalesce(held_because, '')"
                                        + " FROM freshet.run WHERE history = 'active'"))
                        .as("runs that do not end")
                        .isEmpty());
        until(30).untilAsserted(invariants::everyBackfillIsWhole);
        return owedTo;
    }

    private void tellWhatHappened() {
        TreeSet<String> actions = acts.answered().stream()
                .map(act -> act.substring(0, act.indexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
        System.out.printf(
                "Torture, seed %d: %s; %d acts (%s), refused %s; runs %s; ticks %s; slices %s; items %s; attempts lost"
                        + " %s%n",
                SEED,
                nodes,
                acts.answered().size(),
                String.join(" ", actions),
                acts.refused(),
                rows("SELECT state || ' ' || count(*) FROM freshet.run GROUP BY state ORDER BY 1"),
                rows("SELECT outcome || ' ' || count(*) FROM freshet.tick GROUP BY outcome ORDER BY 1"),
                rows("SELECT state || ' ' || count(*) FROM freshet.backfill_slice GROUP BY state ORDER BY 1"),
                rows("SELECT state || ' ' || count(*) FROM freshet.item GROUP BY state ORDER BY 1"),
                rows("SELECT count(*) FROM freshet.attempt WHERE state = 'lost'"));
        // A torture that hurt nothing proves nothing.
        assertThat(acts.answered()).as("acts that were answered").hasSizeGreaterThan(15);
        assertThat(nodes.kills()).as("nodes killed").isPositive();
        assertThat(nodes.freezes()).as("nodes frozen").isPositive();
    }

    private void awaitNodes() {
        until(60)
                .until(() -> "3"
                        .equals(database.sql()
                                .query("SELECT count(*) FROM freshet.node WHERE closed_at IS NULL AND"
                                        + " leased_until > clock_timestamp()")));
    }

    private Instant databaseTime() {
        String now = database.sql()
                .query("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
        return Instant.parse(Objects.requireNonNull(now));
    }

    private java.util.List<String> rows(String sql) {
        return database.sql().queryAll(sql).stream().map(String::valueOf).toList();
    }

    private static ConditionFactory until(int seconds) {
        return await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(100));
    }
}
