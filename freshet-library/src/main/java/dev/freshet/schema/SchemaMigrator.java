// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schema;

import dev.freshet.postgres.Database;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** Brings schema {@code freshet} of a database to the version this code needs. Safe to call from many nodes at once. */
public final class SchemaMigrator {

    private SchemaMigrator() {}

    /**
     * Creates or upgrades the schema; does nothing when it is up to date (about 30 ms).
     *
     * @throws RuntimeException when a migration fails; the database is then as before that migration
     */
    public static void migrate(Database database) {
        Flyway.configure(SchemaMigrator.class.getClassLoader())
                .dataSource(database.directDataSource())
                .locations("classpath:dev/freshet/schema")
                .defaultSchema("freshet")
                .createSchemas(true)
                .table("schema_migration")
                // A node of the next version may have been here: neighbours run side by side during an upgrade.
                .ignoreMigrationPatterns("*:future")
                .placeholderReplacement(false)
                // A lock held by the session would not survive a transaction pooler, and needs a second connection.
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .load()
                .migrate();
    }
}
