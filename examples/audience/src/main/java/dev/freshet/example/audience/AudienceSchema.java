// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The example's two files as they are packed into its jar. */
final class AudienceSchema {

    private AudienceSchema() {}

    /** The text of {@code schema.sql}. */
    static String sql() {
        return resource("schema.sql");
    }

    /** The text of {@code freshet.yaml}. */
    static String definitions() {
        return resource("freshet.yaml");
    }

    /** Creates what is missing. */
    static void create(DataSource database) throws SQLException {
        Transaction.run(database, connection -> {
            VisitStore.lock(connection);
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql());
            }
        });
    }

    private static String resource(String name) {
        try (InputStream in = AudienceSchema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AudienceException(name + " is missing from the jar of the audience example; build it anew");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be read from the jar of the audience example", e);
        }
    }
}
