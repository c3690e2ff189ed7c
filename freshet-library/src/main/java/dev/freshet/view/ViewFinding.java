// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import org.jspecify.annotations.Nullable;

/**
 * Something about a view that prevents a refresh or will bite one day.
 *
 * @param message what is wrong, naming the view
 * @param ddl the statement that mends it, or null where none does
 */
public record ViewFinding(
        Kind kind, String message, @Nullable String ddl) {

    /** What was found. */
    public enum Kind {
        /** Neither ownership nor MAINTAIN. */
        PRIVILEGE(Severity.PREVENTS_REFRESH),
        /** Something that a view put in its place would lose or leave behind. */
        SWAP(Severity.PREVENTS_SWAP),
        /** Never filled. */
        UNPOPULATED(Severity.PREVENTS_CONCURRENTLY),
        /** No unique index that a concurrent refresh can use. */
        UNIQUE_INDEX(Severity.PREVENTS_CONCURRENTLY),
        /** NULLs in a key column. */
        NULL_KEY(Severity.WARNING),
        /** A function that relies on {@code search_path}, which PostgreSQL 17 restricts during a refresh. */
        SEARCH_PATH(Severity.WARNING);

        private final Severity severity;

        Kind(Severity severity) {
            this.severity = severity;
        }
    }

    /** How much it matters. */
    public enum Severity {
        PREVENTS_REFRESH,
        PREVENTS_CONCURRENTLY,
        PREVENTS_SWAP,
        WARNING
    }

    public Severity severity() {
        return kind.severity;
    }

    /** Message and remedy in one text. */
    public String text() {
        return ddl == null ? message : message + ". To mend it: " + ddl;
    }
}
