// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.definition.RetentionDefinition;
import dev.freshet.item.ItemActStore;
import dev.freshet.job.Housekeeper;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.schema.SchemaMigrator;
import dev.freshet.testkit.PostgresServer;
import dev.freshet.testkit.TestDatabase;

/** Databases for services: as they are after the first start, which the tests of the embedded PostgreSQL show. */
final class ServerDatabase {

    private ServerDatabase() {}

    static TestDatabase create() {
        return PostgresServer.shared().createDatabase("started_once", ServerDatabase::prepare);
    }

    private static void prepare(TestDatabase template) {
        DatabaseUrl url = DatabaseUrl.parse(template.url());
        try (Database database = Database.open(url, url, 1)) {
            SchemaMigrator.migrate(database);
            new Housekeeper(database, new ItemActStore(), () -> RetentionDefinition.DEFAULT).keep();
        }
    }
}
