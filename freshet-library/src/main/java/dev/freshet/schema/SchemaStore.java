// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schema;

import dev.freshet.postgres.Session;

/** What the database says of its schema {@code freshet}. */
public final class SchemaStore {

    private static final String VERSION = """
        SELECT coalesce(max(version::int), 0) AS version FROM freshet.schema_migration WHERE success AND version IS NOT NULL
        """;

    private SchemaStore() {}

    /** The newest migration that was carried out: 7 for V007. */
    public static int version(Session session) {
        return session.query(VERSION).one(row -> row.integer("version"));
    }
}
