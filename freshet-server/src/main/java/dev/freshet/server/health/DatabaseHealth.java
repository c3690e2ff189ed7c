// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.health;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Part of {@code /health/ready}: the database answers. */
@Component("database")
class DatabaseHealth implements HealthIndicator {

    private final DatabaseProbe database;

    DatabaseHealth(DatabaseProbe database) {
        this.database = database;
    }

    @Override
    public Health health() {
        return database.ask().isPresent()
                ? Said.up("it answers")
                : Said.down("it did not answer within " + DatabaseProbe.PATIENCE.toSeconds()
                        + " s; the log says why. Check that PostgreSQL runs and can be reached");
    }
}
