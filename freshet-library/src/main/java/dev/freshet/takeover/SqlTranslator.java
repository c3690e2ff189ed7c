// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import dev.freshet.postgres.NamedSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the most telling kind of job of SQL: refreshes become views, a call becomes a procedure. */
final class SqlTranslator {

    private static final String IDENTIFIER = "(?:\"[^\"]+\"|[A-Za-z_][\\w$]*)";
    private static final String NAME = "(" + IDENTIFIER + "(?:\\s*\\.\\s*" + IDENTIFIER + ")?)";
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;

    private static final Pattern REFRESH = Pattern.compile(
            "REFRESH\\s+MATERIALIZED\\s+VIEW\\s+(CONCURRENTLY\\s+)?" + NAME + "(?:\\s+WITH\\s+DATA)?", FLAGS);
    private static final Pattern CALL = Pattern.compile("CALL\\s+([^\\s(;\"]+\\s*\\(.*\\))", FLAGS);
    private static final Pattern NOT_IN_A_TRANSACTION = Pattern.compile(
            "(?:VACUUM\\b.*|CREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+CONCURRENTLY\\b.*|DROP\\s+INDEX\\s+CONCURRENTLY\\b.*"
                    + "|REINDEX\\b.*\\bCONCURRENTLY\\b.*|REINDEX\\s+(?:\\([^)]*\\)\\s*)?(?:DATABASE|SYSTEM|SCHEMA)\\b.*"
                    + "|(?:CREATE|DROP)\\s+(?:DATABASE|TABLESPACE)\\b.*|ALTER\\s+SYSTEM\\b.*|CLUSTER"
                    + "|CALL\\b.*|ALTER\\s+TABLE\\b.*\\bDETACH\\s+PARTITION\\b.*\\bCONCURRENTLY\\b.*)",
            FLAGS);
    private static final Pattern TRANSACTION_CONTROL =
            Pattern.compile("(?:BEGIN|START\\s+TRANSACTION|COMMIT|END|ROLLBACK)\\b(?!\\s+PREPARED).*", FLAGS);
    /** What definitions accept as the name of a view. */
    private static final Pattern DEFINABLE =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_$-]{0,62}(\\.[A-Za-z_][A-Za-z0-9_$-]{0,62})?");

    private SqlTranslator() {}

    /**
     * Translates.
     *
     * @param oneTransaction whether the old scheduler sent it all at once, which PostgreSQL carries out in one
     *     transaction
     */
    static Translation translate(String sql, boolean oneTransaction) {
        List<String> statements = SqlStatements.split(sql);
        if (statements.isEmpty()) {
            return Translation.foreign("it holds no SQL statement", "empty");
        }
        String nameHint = SqlNames.of(statements.getFirst());
        List<Work.Refreshed> views = refreshed(statements);
        if (!views.isEmpty()) {
            return Translation.of(
                    new Work.Refreshes(views),
                    views.size() == 1
                            ? views.getFirst().view()
                            : "refresh-" + views.getFirst().view());
        }
        List<String> remarks = new ArrayList<>();
        List<String> parameters = NamedSql.parse(sql).names();
        if (!parameters.isEmpty()) {
            remarks.add("a name after a colon is a parameter here (:" + String.join(", :", parameters)
                    + "): write it otherwise, or give the run such a parameter");
        }
        Matcher call = CALL.matcher(statements.getFirst());
        if (statements.size() == 1 && call.matches()) {
            return new Translation(new Work.Procedure(call.group(1)), nameHint, Map.of(), remarks);
        }
        boolean controls = statements.stream()
                .anyMatch(each -> TRANSACTION_CONTROL.matcher(each).matches());
        boolean cannot = statements.stream()
                .anyMatch(each -> NOT_IN_A_TRANSACTION.matcher(each).matches());
        boolean transaction = !controls && !cannot && (oneTransaction || statements.size() == 1);
        if (controls) {
            remarks.add(
                    "it begins and ends transactions itself; Freshet's default, one transaction for all of it, makes a"
                            + " run succeed exactly once: take BEGIN and COMMIT out and set transaction: true where you"
                            + " can");
        } else if (!transaction && !cannot) {
            remarks.add(
                    "each statement ran by itself; Freshet stops at the first that fails. With transaction: true they"
                            + " succeed or fail together");
        }
        return new Translation(new Work.Sql(sql.strip(), transaction), nameHint, Map.of(), remarks);
    }

    private static List<Work.Refreshed> refreshed(List<String> statements) {
        List<Work.Refreshed> views = new ArrayList<>();
        for (String statement : statements) {
            Matcher refresh = REFRESH.matcher(statement);
            if (!refresh.matches()) {
                return List.of();
            }
            String name = name(refresh.group(2));
            if (!DEFINABLE.matcher(name).matches()) {
                return List.of();
            }
            Work.Refreshed view = new Work.Refreshed(name, refresh.group(1) != null);
            if (views.stream().noneMatch(known -> known.view().equals(view.view()))) {
                views.add(view);
            }
        }
        return views;
    }

    /** As the catalogs have it: what is not quoted is folded to lower case; schema public is left out. */
    private static String name(String written) {
        StringBuilder name = new StringBuilder();
        Matcher part = Pattern.compile(IDENTIFIER).matcher(written);
        while (part.find()) {
            String text = part.group();
            name.append(name.isEmpty() ? "" : ".")
                    .append(
                            text.startsWith("\"")
                                    ? text.substring(1, text.length() - 1)
                                    : text.toLowerCase(Locale.ROOT));
        }
        String whole = name.toString();
        return whole.startsWith("public.") ? whole.substring("public.".length()) : whole;
    }
}
