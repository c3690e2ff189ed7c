// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows in the text format of PostgreSQL's {@code COPY}, gathered until they are sent. */
final class CopyText {

    private final StringBuilder text = new StringBuilder();
    private int rows;

    void row(@Nullable Object... values) {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                text.append('\t');
            }
            append(values[i]);
        }
        text.append('\n');
        rows++;
    }

    int rows() {
        return rows;
    }

    /** Sends the gathered rows with a {@code COPY … FROM STDIN} and starts afresh. */
    void send(Connection connection, String copy) throws SQLException {
        if (rows == 0) {
            return;
        }
        try {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, new StringReader(text.toString()));
        } catch (IOException e) {
            throw new SQLException("The connection broke during " + copy, "08006", e);
        }
        text.setLength(0);
        rows = 0;
    }

    private void append(@Nullable Object value) {
        if (value == null) {
            text.append("\\N");
            return;
        }
        String string = value.toString();
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }
}
