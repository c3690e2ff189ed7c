// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.alert.DeliveryAddress.Means;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    @Test
    void tellsOfTheWayThatFailsAlthoughAnotherOneWorksAndAMessageWaitsBehind() {
        List<Delivery> latest = List.of(
                delivery(5, "ops", Means.WEBHOOK, 0, null, null),
                delivery(4, "ops", Means.LOG, 1, NOW, null),
                delivery(3, "ops", Means.WEBHOOK, 7, null, "nothing listens"),
                delivery(2, "ops", Means.LOG, 1, null, "the disk is full"),
                delivery(1, "other", Means.LOG, 1, null, "not ours"));
        assertThat(Delivery.telling(latest, "ops")).map(Delivery::id).contains(3L);
    }

    @Test
    void tellsOfTheNewestWhereEveryWayWorks() {
        List<Delivery> latest = List.of(
                delivery(3, "ops", Means.LOG, 1, NOW, null),
                delivery(2, "ops", Means.WEBHOOK, 2, NOW, null),
                delivery(1, "ops", Means.WEBHOOK, 9, null, "given up"));
        assertThat(Delivery.telling(latest, "ops")).map(Delivery::id).contains(3L);
        assertThat(Delivery.telling(latest, "nobody")).isEmpty();
    }

    private static Delivery delivery(
            long id, String channel, Means means, int attempts, @Nullable Instant deliveredAt, @Nullable String error) {
        return new Delivery(
                id,
                1L,
                DeliveryEvent.OPENED,
                new DeliveryAddress(channel, means, null),
                NOW,
                attempts,
                deliveredAt == null ? NOW : null,
                deliveredAt,
                error);
    }
}
