// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL cut into its statements, without the comments between them. */
final class SqlStatements {

    /** What a semicolon inside of does not end a statement. An unclosed one reaches to the end. */
    private static final Pattern OPAQUE = Pattern.compile(
            "(?<comment>--[^\\n]*|/\\*.*?(?:\\*/|\\z))"
                    + "|\\b[eE]'(?:[^'\\\\]|\\\\.|'')*(?:'|\\z)"
                    + "|'(?:[^']|'')*(?:'|\\z)"
                    + "|\"(?:[^\"]|\"\")*(?:\"|\\z)"
                    + "|(?<![\\w$])\\$(?<tag>[A-Za-z_]?\\w*)\\$.*?(?:\\$\\k<tag>\\$|\\z)"
                    + "|(?<end>;)",
            Pattern.DOTALL);

    private SqlStatements() {}

    static List<String> split(String sql) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        Matcher matcher = OPAQUE.matcher(sql);
        int from = 0;
        while (matcher.find()) {
            statement.append(sql, from, matcher.start());
            if (matcher.group("end") != null) {
                add(statements, statement);
            } else if (matcher.group("comment") != null) {
                statement.append(' ');
            } else {
                statement.append(matcher.group());
            }
            from = matcher.end();
        }
        statement.append(sql.substring(from));
        add(statements, statement);
        return statements;
    }

    private static void add(List<String> statements, StringBuilder statement) {
        String text = statement.toString().strip();
        if (!text.isEmpty()) {
            statements.add(text);
        }
        statement.setLength(0);
    }
}
