// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LiveChangesTest {

    private final List<Consumer<String>> subscribers = new ArrayList<>();
    private final LiveChanges changes = new LiveChanges(subscriber -> {
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    });

    @Test
    void aTopicsVersionGrowsWithItsOwnChangesOnly() {
        long runs = changes.version(Set.of(Topic.RUNS));
        long views = changes.version(Set.of(Topic.VIEWS));
        hear("ended:17");
        assertThat(changes.version(Set.of(Topic.RUNS))).isGreaterThan(runs);
        assertThat(changes.version(Set.of(Topic.VIEWS))).isEqualTo(views);
    }

    @Test
    void afterALostConnectionEverythingMayHaveChangedAlsoWhatChangedBefore() {
        hear("ended:17");
        long runs = changes.version(Set.of(Topic.RUNS));
        long views = changes.version(Set.of(Topic.VIEWS));
        hear("resync");
        assertThat(changes.version(Set.of(Topic.RUNS))).isGreaterThan(runs);
        assertThat(changes.version(Set.of(Topic.VIEWS))).isGreaterThan(views);
    }

    @Test
    void whatIsForgottenCountsAsChanged() {
        hear("progress:1");
        long first = changes.version(Set.of(Topic.run(1)));
        for (int id = 2; id < 6_000; id++) {
            hear("log:" + id);
        }
        assertThat(changes.version(Set.of(Topic.run(1)))).isGreaterThanOrEqualTo(first);
    }

    @Test
    void aFollowerThatTakesNothingIsToldThatEverythingChanged() throws InterruptedException {
        try (LiveFollower follower = changes.follow()) {
            for (int id = 0; id < 3_000; id++) {
                hear("log:" + id);
            }
            assertThat(follower.take(Duration.ZERO)).contains(Topic.EVERYTHING).hasSizeLessThan(1_001);
            assertThat(follower.take(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void hearsNothingAfterItsEnd() {
        changes.close();
        assertThat(subscribers).isEmpty();
    }

    private void hear(String message) {
        subscribers.forEach(subscriber -> subscriber.accept(message));
    }
}
