// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testing;

import dev.freshet.definition.RetentionDefinition;
import dev.freshet.item.ItemActStore;
import dev.freshet.job.Housekeeper;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.schema.SchemaMigrator;
import dev.freshet.testkit.PostgresServer;
import dev.freshet.testkit.TestDatabase;

/** A database of its own with Freshet's schema in it, dropped when closed. */
public final class FreshetDatabase implements AutoCloseable {

    /** For as many nodes as a test may put on one database. */
    private static final int SLOTS = 40;

    private final TestDatabase testDatabase;
    private final Database database;

    private FreshetDatabase(TestDatabase testDatabase) {
        this.testDatabase = testDatabase;
        // Told from the nodes in processes of their own, whose sessions some tests end or look for.
        this.database = open(testDatabase.url() + "?ApplicationName=test");
    }

    public static FreshetDatabase create() {
        return new FreshetDatabase(
                PostgresServer.shared().createDatabase("freshet_template", FreshetDatabase::prepare));
    }

    /** With pools, as in production: a new connection for each statement would be most of what a test costs. */
    public static Database open(String url) {
        DatabaseUrl parsed = DatabaseUrl.parse(url);
        return Database.open(parsed, parsed, SLOTS);
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
        database.close();
        testDatabase.close();
    }

    private static void prepare(TestDatabase template) {
        try (Database database = open(template.url())) {
            SchemaMigrator.migrate(database);
            new Housekeeper(database, new ItemActStore(), () -> RetentionDefinition.DEFAULT).keep();
        }
    }
}
