// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.FreshnessPromise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefreshPlannerTest {

    @Test
    void looksOftenEnoughForTheTightestPromise() {
        assertThat(period(Duration.ofSeconds(10), Duration.ofSeconds(2)))
                .isBetween(Duration.ofMillis(700), Duration.ofMillis(800));
        assertThat(period(Duration.ofHours(1), Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void looksNoMoreOftenForAPromiseThatCannotBeKeptThanItsRefreshesTake() {
        assertThat(period(Duration.ofSeconds(1), Duration.ofSeconds(20)))
                .isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_100));
        assertThat(period(Duration.ofSeconds(1), Duration.ofMinutes(5))).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void asksOnlyForViewsThatConcernIt() {
        RefreshGraph graph = new RefreshGraph(
                List.of(
                        view("below", "below", null),
                        view("top", "g", FreshnessPromise.of(Duration.ofMinutes(1))),
                        view("member", "g", null),
                        view("idle", "idle", null)),
                Map.of("top", Set.of("below")),
                Map.of());
        assertThat(graph.concerned()).containsExactlyInAnyOrder("below", "top", "member");
    }

    private static Duration period(Duration promise, Duration takes) {
        return RefreshPlanner.period(new RefreshGraph(
                List.of(view("top", "top", FreshnessPromise.of(promise))), Map.of(), Map.of("top", takes)));
    }

    private static PlannedView view(String name, String job, @Nullable FreshnessPromise promise) {
        return new PlannedView(name, job, true, false, promise);
    }
}
