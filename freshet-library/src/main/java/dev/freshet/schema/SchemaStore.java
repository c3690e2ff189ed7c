// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schema;

import dev.freshet.postgres.Session;

/** What the database says of its schema {@code freshet}. */
public final class SchemaStore {

    private static final String VERSION = """
        SELECT coalesce(max(version::int), 0) AS version FROM freshet.schema_migration WHERE success AND version IS NOT NULL
        """;

    private static final String IS_HOME = "SELECT to_regclass('freshet.schema_migration') IS NOT NULL AS home";

    private static final String INSTALLATION = "SELECT id FROM freshet.installation";

    private SchemaStore() {}

    /** Whether the database is the home of a Freshet. */
    public static boolean isHome(Session session) {
        return session.query(IS_HOME).one(row -> row.bool("home"));
    }

    /** The newest migration that was carried out: 7 for V007. */
    public static int version(Session session) {
        return session.query(VERSION).one(row -> row.integer("version"));
    }

    /** Which Freshet this is: made with the schema, and never changed. */
    public static String installation(Session session) {
        return session.query(INSTALLATION).one(row -> row.text("id"));
    }
}
