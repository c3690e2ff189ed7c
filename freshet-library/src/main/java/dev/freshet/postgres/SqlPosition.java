// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * Finds the place in SQL as somebody wrote it that PostgreSQL means by a position in the text it got.
 *
 * <p>The two differ: {@code :name} became {@code $1}, and of several statements PostgreSQL gets one after the other, each
 * counted from its own beginning. The driver does not tell which of them failed. Where more than one can be meant, the word
 * at the place must occur in the message; where that leaves a choice, there is no answer rather than a wrong one.
 */
final class SqlPosition {

    private SqlPosition() {}

    /**
     * The 1-based character in the SQL as written, or null where it cannot be told.
     *
     * @param position 1-based character as PostgreSQL counts
     */
    static @Nullable Integer asWritten(String sql, int position, String message) {
        List<Candidate> candidates = candidates(sql, position);
        if (candidates.size() == 1) {
            return candidates.getFirst().place();
        }
        List<Candidate> named = candidates.stream()
                .filter(candidate -> !candidate.word().isEmpty() && message.contains(candidate.word()))
                .toList();
        return named.size() == 1 ? named.getFirst().place() : null;
    }

    private static List<Candidate> candidates(String sql, int position) {
        List<Candidate> candidates = new ArrayList<>();
        int written = 0;
        for (String statement : statements(sql)) {
            Alignment alignment = new Alignment(sql, written, statement, position);
            if (alignment.place() > 0) {
                candidates.add(new Candidate(alignment.place(), word(sql, alignment.place())));
            }
            written = alignment.end();
        }
        return candidates;
    }

    private static List<String> statements(String sql) {
        try {
            return Parser.parseJdbcSql(NamedSql.parse(sql).text(), true, true, true, false, true).stream()
                    .map((NativeQuery query) -> query.nativeSql)
                    .toList();
        } catch (SQLException e) {
            return List.of();
        }
    }

    /** The name or number that begins at a character, or the one character that is there. */
    private static String word(String sql, int place) {
        int from = sql.offsetByCodePoints(0, place - 1);
        int to = from;
        while (to < sql.length() && Character.isJavaIdentifierPart(sql.charAt(to))) {
            to++;
        }
        return sql.substring(from, Math.min(Math.max(to, from + 1), sql.length()));
    }

    private record Candidate(int place, String word) {}

    /** Walks through what was written and what was sent side by side. */
    private static final class Alignment {
        private final String written;
        private final String sent;
        private int at;
        private int place = -1;

        Alignment(String written, int from, String sent, int position) {
            this.written = written;
            this.sent = sent;
            this.at = from;
            int inSent = 0;
            while (at < written.length() && !sent.isEmpty() && !fits(0)) {
                at++;
            }
            for (int count = 1; inSent < sent.length() && at < written.length(); count++) {
                if (count == position) {
                    place = written.codePointCount(0, at) + 1;
                }
                if (fits(inSent) && written.codePointAt(at) == sent.codePointAt(inSent)) {
                    at += Character.charCount(written.codePointAt(at));
                    inSent += Character.charCount(sent.codePointAt(inSent));
                } else {
                    int parameter = inSent;
                    inSent = endOf(sent, inSent);
                    // A position inside of $12 is the parameter's.
                    if (position > count && position < count + inSent - parameter) {
                        place = written.codePointCount(0, at) + 1;
                    }
                    count += inSent - parameter - 1;
                    at = endOf(written, at);
                }
            }
        }

        private boolean fits(int inSent) {
            char is = written.charAt(at);
            return is == sent.charAt(inSent) || (is == ':' && sent.charAt(inSent) == '$');
        }

        /** The end of {@code :name} or {@code $1} that begins there. */
        private static int endOf(String text, int from) {
            int end = from + 1;
            while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end)) && text.charAt(end) != '$') {
                end++;
            }
            return end;
        }

        int place() {
            return place;
        }

        int end() {
            return at;
        }
    }
}
