// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.health;

import org.springframework.boot.health.contributor.Health;

/** A status with the sentence that goes with it. */
final class Said {

    private Said() {}

    static Health up(String message) {
        return Health.up().withDetail("message", message).build();
    }

    static Health down(String message) {
        return Health.down().withDetail("message", message).build();
    }
}
