// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutageTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final Outage outage = new Outage();

    @Test
    void lastsFromTheFirstFailureOn() {
        assertThat(outage.noted(NOON)).isEqualTo(NOON);
        assertThat(outage.noted(NOON.plusSeconds(60))).isEqualTo(NOON);
        assertThat(outage.noted(NOON.plusSeconds(150))).isEqualTo(NOON);
    }

    @Test
    void beginsAnewAfterTheDatabaseAnswered() {
        outage.noted(NOON);
        outage.ended();
        assertThat(outage.noted(NOON.plusSeconds(30))).isEqualTo(NOON.plusSeconds(30));
    }

    @Test
    void claimsNothingOfATimeInWhichNobodyLooked() {
        outage.noted(NOON);
        assertThat(outage.noted(NOON.plusSeconds(600))).isEqualTo(NOON.plusSeconds(600));
    }
}
