// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testing;

import dev.freshet.postgres.Database;
import dev.freshet.schema.SchemaMigrator;
import dev.freshet.testkit.PostgresServer;
import dev.freshet.testkit.TestDatabase;

/** A database of its own with Freshet's schema in it, dropped when closed. */
public final class FreshetDatabase implements AutoCloseable {

    private final TestDatabase testDatabase;
    private final Database database;

    private FreshetDatabase(TestDatabase testDatabase) {
        this.testDatabase = testDatabase;
        this.database = of(testDatabase);
    }

    public static FreshetDatabase create() {
        return new FreshetDatabase(PostgresServer.shared()
                .createDatabase("freshet_template", template -> SchemaMigrator.migrate(of(template))));
    }

    /** As the code under test sees it. */
    public Database database() {
        return database;
    }

    /** As a user with psql sees it. */
    public TestDatabase sql() {
        return testDatabase;
    }

    @Override
    public void close() {
        testDatabase.close();
    }

    private static Database of(TestDatabase testDatabase) {
        return new Database(testDatabase.dataSource(), testDatabase.dataSource());
    }
}
