// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.health;

import dev.freshet.Freshet;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Part of {@code /health/ready}: the schema is what this node works with, not one that was restored under it. */
@Component("schema")
class SchemaHealth implements HealthIndicator {

    private final Freshet freshet;
    private final DatabaseProbe database;

    SchemaHealth(Freshet freshet, DatabaseProbe database) {
        this.freshet = freshet;
        this.database = database;
    }

    @Override
    public Health health() {
        return database.ask().map(this::compare).orElseGet(() -> Said.down("unknown: the database did not answer"));
    }

    private Health compare(DatabaseAnswer answer) {
        int wanted = freshet.schemaVersion();
        return answer.schemaVersion() >= wanted
                ? Said.up("at version " + answer.schemaVersion())
                : Said.down("at version " + answer.schemaVersion() + ", but this node works with " + wanted
                        + "; restart it, so that it migrates the schema");
    }
}
