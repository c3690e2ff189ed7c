// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads one row of {@code commits.csv} as an analysis.
 *
 * <p>Ids are made from names (UUID version 3), so that the same row always becomes the same analysis.
 */
final class CommitReader {

    static final List<String> COLUMNS = List.of(
            "commit_no",
            "author_id",
            "authored_at",
            "main_component",
            "files_changed",
            "lines_added",
            "lines_deleted",
            "binary_files");

    private static final int LONGEST_RAW = 10_000;

    private CommitReader() {}

    /** The event of a row, or what is wrong with the first faulty column. */
    static CommitRow read(CSVRecord row, long line) {
        try {
            if (!row.isConsistent()) {
                throw new Fault("it has " + row.size() + " fields, expected as many as the header");
            }
            return new CommitRow.Event(new Analysis(
                    name("commit", text(row, "commit_no")),
                    name("author", text(row, "author_id")),
                    text(row, "main_component"),
                    metric(row, "files_changed"),
                    metric(row, "lines_added"),
                    metric(row, "lines_deleted"),
                    metric(row, "binary_files"),
                    time(row, "authored_at")));
        } catch (Fault fault) {
            return new RejectedRow(
                    line,
                    "line " + line + ": " + fault.getMessage() + "; the row is skipped and kept in replay_rejects",
                    raw(row));
        }
    }

    private static UUID name(String kind, String value) {
        return UUID.nameUUIDFromBytes(("rails-" + kind + ":" + value).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(CSVRecord row, String column) throws Fault {
        String value = row.get(column).strip();
        if (value.isEmpty() || value.indexOf('\0') >= 0) {
            throw new Fault(column, value, "some text");
        }
        return value;
    }

    /** A document of the number as score and under its own name; null, not measured, where the number is missing. */
    private static @Nullable String metric(CSVRecord row, String column) throws Fault {
        String value = row.get(column).strip();
        if (value.isEmpty()) {
            return null;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= 0) {
                return "{\"score\": " + number + ", \"" + column + "\": " + number + "}";
            }
        } catch (NumberFormatException e) {
            // Said below, together with the negative ones.
        }
        throw new Fault(column, value, "a whole number from 0 on, or nothing where it was not measured");
    }

    private static Instant time(CSVRecord row, String column) throws Fault {
        String value = row.get(column).strip();
        try {
            OffsetDateTime time = OffsetDateTime.parse(value);
            if (time.getYear() >= 1 && time.getYear() <= 9999) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            // Said below, together with the absurd years.
        }
        throw new Fault(
                column, value, "a time with its offset, like 2011-08-29T06:50:23+05:30, the offset within ±18:00");
    }

    private static String raw(CSVRecord row) {
        String raw = CSVFormat.RFC4180.format((Object[]) row.values()).replace('\0', '\uFFFD');
        return raw.length() <= LONGEST_RAW ? raw : raw.substring(0, LONGEST_RAW) + "…";
    }

    /** Why a row is no event. */
    private static final class Fault extends Exception {
        Fault(String message) {
            super(message);
        }

        Fault(String column, String value, String expected) {
            super("column " + column + " is '" + value.replace('\0', '\uFFFD') + "', expected " + expected);
        }
    }
}
