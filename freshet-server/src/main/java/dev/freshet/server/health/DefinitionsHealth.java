// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.health;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Part of {@code /health/ready}: the definitions can be read. That there are none yet is no fault: somebody has to apply
 * the first ones.
 */
@Component("definitions")
class DefinitionsHealth implements HealthIndicator {

    private final DatabaseProbe database;

    DefinitionsHealth(DatabaseProbe database) {
        this.database = database;
    }

    @Override
    public Health health() {
        return database.ask()
                .map(answer -> answer.inForce() == null
                        ? Said.up("none were applied yet")
                        : Said.up("deployment " + answer.inForce().id() + " is in force"))
                .orElseGet(() -> Said.down("unknown: the database did not answer"));
    }
}
