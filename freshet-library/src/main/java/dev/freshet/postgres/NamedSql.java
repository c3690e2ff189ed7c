// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * SQL with named parameters ({@code :name}), translated once to JDBC's positional ones.
 *
 * <p>Follows PostgreSQL's lexical rules (chapter 4.1 of its manual): a colon inside a string, a quoted identifier, a
 * dollar-quoted string or a comment is text, and {@code ::} is a cast. A question mark outside of those is doubled, so
 * that the operators {@code ?}, {@code ?|} and {@code ?&} reach the server.
 *
 * @param text what JDBC gets
 * @param names the parameters in order of occurrence; a name occurs once for each use
 */
public record NamedSql(String text, List<String> names) {

    private static final ConcurrentHashMap<String, NamedSql> CACHE = new ConcurrentHashMap<>();
    private static final int CACHE_LIMIT = 2_000;

    public NamedSql {
        names = List.copyOf(names);
    }

    /** Parses, or takes the earlier result for the same text. */
    public static NamedSql parse(String sql) {
        NamedSql known = CACHE.get(sql);
        if (known != null) {
            return known;
        }
        NamedSql parsed = new Parser(sql).parse();
        if (CACHE.size() < CACHE_LIMIT) {
            CACHE.put(sql, parsed);
        }
        return parsed;
    }

    private static final class Parser {
        private final String sql;
        private final StringBuilder text = new StringBuilder();
        private final List<String> names = new ArrayList<>();
        private int at;

        Parser(String sql) {
            this.sql = sql;
        }

        NamedSql parse() {
            while (at < sql.length()) {
                char c = sql.charAt(at);
                if (c == '\'') {
                    copyTo(endOfString(at > 0 && isEscapePrefix()));
                } else if (c == '"') {
                    copyTo(endOfQuoted('"', at + 1, false));
                } else if (c == '-' && peek(1) == '-') {
                    copyTo(endOfLine());
                } else if (c == '/' && peek(1) == '*') {
                    copyTo(endOfBlockComment());
                } else if (c == '$' && !partOfName(at - 1)) {
                    copyTo(endOfDollarQuoted());
                } else if (c == ':' && peek(1) == ':') {
                    copyTo(at + 2);
                } else if (c == ':' && Character.isJavaIdentifierStart(peek(1)) && peek(1) != '$') {
                    parameter();
                } else if (c == '?') {
                    text.append("??");
                    at++;
                } else {
                    copyTo(at + 1);
                }
            }
            return new NamedSql(text.toString(), names);
        }

        private void parameter() {
            int end = at + 1;
            while (end < sql.length() && partOfName(end) && sql.charAt(end) != '$') {
                end++;
            }
            names.add(sql.substring(at + 1, end));
            text.append('?');
            at = end;
        }

        private boolean isEscapePrefix() {
            char before = sql.charAt(at - 1);
            return (before == 'e' || before == 'E') && !partOfName(at - 2);
        }

        private boolean partOfName(int index) {
            return index >= 0 && index < sql.length() && Character.isJavaIdentifierPart(sql.charAt(index));
        }

        private int endOfString(boolean backslashes) {
            return endOfQuoted('\'', at + 1, backslashes);
        }

        private int endOfQuoted(char quote, int from, boolean backslashes) {
            int i = from;
            while (i < sql.length()) {
                char c = sql.charAt(i);
                if (backslashes && c == '\\') {
                    i += 2;
                } else if (c != quote) {
                    i++;
                } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                    i += 2;
                } else {
                    return i + 1;
                }
            }
            return sql.length();
        }

        private int endOfLine() {
            int end = at;
            while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
                end++;
            }
            return end;
        }

        private int endOfBlockComment() {
            int depth = 0;
            int i = at;
            while (i < sql.length()) {
                if (sql.startsWith("/*", i)) {
                    depth++;
                    i += 2;
                } else if (sql.startsWith("*/", i)) {
                    depth--;
                    i += 2;
                    if (depth == 0) {
                        return i;
                    }
                } else {
                    i++;
                }
            }
            return sql.length();
        }

        private int endOfDollarQuoted() {
            int tagEnd = at + 1;
            while (tagEnd < sql.length() && sql.charAt(tagEnd) != '$' && partOfName(tagEnd)) {
                tagEnd++;
            }
            boolean isTag = tagEnd < sql.length()
                    && sql.charAt(tagEnd) == '$'
                    && (tagEnd == at + 1 || !Character.isDigit(sql.charAt(at + 1)));
            if (!isTag) {
                return at + 1;
            }
            String tag = sql.substring(at, tagEnd + 1);
            int end = sql.indexOf(tag, tagEnd + 1);
            return end < 0 ? sql.length() : end + tag.length();
        }

        private char peek(int ahead) {
            return at + ahead < sql.length() ? sql.charAt(at + ahead) : '\0';
        }

        private void copyTo(int end) {
            text.append(sql, at, Math.min(end, sql.length()));
            at = end;
        }
    }
}
