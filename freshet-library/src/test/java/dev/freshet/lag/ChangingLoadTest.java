// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Half an hour in the head: twelve views over four tables that change often, then now and then, then not at all. */
class ChangingLoadTest {

    private static final int VIEWS = 12;
    private static final int TEN_MINUTES = 600;

    private final Simulation simulation = new Simulation();
    private final Random random = new Random(20260302);

    @Test
    void keepsTwoMinutesWithFewerRefreshesThanACronThatWould() {
        declare();
        phase(1);
        phase(90);
        simulation.run(Duration.ofMinutes(10));

        assertThat(simulation.faults()).isEmpty();
        // A change just after a cron's tick waits a whole interval and then for the way: every minute is the sparsest
        // cron.
        assertThat(simulation.graph().wayTo("v12")).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(60));
        int byCron = VIEWS * 30;
        assertThat(simulation.refreshes()).hasSizeBetween(VIEWS, byCron / 2);
    }

    private void declare() {
        view("v1", null, "ta");
        view("v2", null, "ta");
        view("v3", null, "v1", "v2");
        view("v4", null, "tb");
        view("v5", null, "v3", "v4");
        view("v6", null, "tc");
        view("v7", null, "tc", "v5");
        view("v8", null, "v6", "v7");
        view("v9", null, "td");
        view("v10", null, "v8", "v9");
        view("v11", null, "v10");
        view("v12", Duration.ofMinutes(2), "v11");
    }

    private void view(String name, @Nullable Duration promise, String... sources) {
        simulation.view(name, name, Duration.ofMillis(1_000L + random.nextInt(3_000)), promise, sources);
    }

    /** Ten minutes in which a table changes every so many seconds on average. */
    private void phase(int seconds) {
        for (int second = 0; second < TEN_MINUTES; second++) {
            if (random.nextInt(seconds) == 0) {
                simulation.change("t" + "abcd".charAt(random.nextInt(4)));
            }
            simulation.run(Duration.ofSeconds(1));
        }
    }
}
