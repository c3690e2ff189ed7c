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
        migrate(database, "classpath:dev/freshet/schema", "schema_migration");
    }

    /**
     * As {@link #migrate}, for a database that is not Freshet's home: only what must commit together with an application's
     * own data.
     */
    public static void migrateTarget(Database database) {
        migrate(database, "classpath:dev/freshet/enqueue", "target_migration");
    }

    private static void migrate(Database database, String location, String table) {
        Flyway.configure(SchemaMigrator.class.getClassLoader())
                .dataSource(database.directDataSource())
                .locations(location)
                .defaultSchema("freshet")
                .createSchemas(true)
                .table(table)
                // A node of the next version may have been here: neighbours run side by side during an upgrade.
                .ignoreMigrationPatterns("*:future")
                .placeholderReplacement(false)
                // A lock held by the session would not survive a transaction pooler, and needs a second connection.
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .load()
                .migrate();
    }
}
