// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a job that runs a statement could be called. */
final class SqlNames {

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    private static final String NAME = "(?:[\\w$\"]+\\s*\\.\\s*)?\"?([\\w$]+)\"?";
    private static final int WORDS = 3;

    /** Patterns whose group is the object of the statement; the name begins with the verb, if there is one. */
    private static final List<Form> FORMS = List.of(
            new Form("", Pattern.compile("(?:SELECT(?:\\s+\\*\\s+FROM)?|CALL)\\s+" + NAME + "\\s*\\(.*", FLAGS)),
            new Form(
                    "vacuum",
                    Pattern.compile(
                            "VACUUM(?:\\s*\\([^)]*\\)|\\s+(?:FULL|FREEZE|VERBOSE|ANALYZE)\\b)*\\s+" + NAME + ".*",
                            FLAGS)),
            new Form("analyze", Pattern.compile("ANALYZE(?:\\s+VERBOSE)?\\s+" + NAME + ".*", FLAGS)),
            new Form("delete", Pattern.compile("DELETE\\s+FROM\\s+(?:ONLY\\s+)?" + NAME + ".*", FLAGS)),
            new Form("insert", Pattern.compile("INSERT\\s+INTO\\s+" + NAME + ".*", FLAGS)),
            new Form("update", Pattern.compile("UPDATE\\s+(?:ONLY\\s+)?" + NAME + ".*", FLAGS)),
            new Form("truncate", Pattern.compile("TRUNCATE\\s+(?:TABLE\\s+)?" + NAME + ".*", FLAGS)),
            new Form(
                    "reindex",
                    Pattern.compile(
                            "REINDEX\\s+(?:\\([^)]*\\)\\s*)?(?:INDEX|TABLE|SCHEMA|DATABASE|SYSTEM)\\s+(?:CONCURRENTLY\\s+)?"
                                    + NAME + ".*",
                            FLAGS)),
            new Form(
                    "create",
                    Pattern.compile(
                            "CREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+(?:CONCURRENTLY\\s+)?(?:IF\\s+NOT\\s+EXISTS\\s+)?" + NAME
                                    + ".*",
                            FLAGS)));

    private SqlNames() {}

    static String of(String statement) {
        for (Form form : FORMS) {
            Matcher matcher = form.pattern().matcher(statement);
            if (matcher.matches()) {
                String object = matcher.group(1).toLowerCase(Locale.ROOT);
                return form.verb().isEmpty() ? object : form.verb() + "-" + object;
            }
        }
        return Arrays.stream(statement.split("[^\\w]+", -1))
                .filter(word -> !word.isEmpty())
                .limit(WORDS)
                .collect(Collectors.joining("-"));
    }

    private record Form(String verb, Pattern pattern) {}
}
