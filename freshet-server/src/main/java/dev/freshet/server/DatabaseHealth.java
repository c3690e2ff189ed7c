// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.Freshet;
import dev.freshet.error.FreshetException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Part of {@code /health/ready}: the database answers. */
@Component("database")
class DatabaseHealth implements HealthIndicator {

    private final Freshet freshet;

    DatabaseHealth(Freshet freshet) {
        this.freshet = freshet;
    }

    @Override
    public Health health() {
        try {
            freshet.database().run(session -> session.execute("SELECT 1"));
            return Health.up().build();
        } catch (FreshetException e) {
            return Health.down(e).build();
        }
    }
}
