// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Splits an expression into its fields, reads each, and refuses what can never fire. */
final class CronParser {

    private static final Map<String, String> MACROS = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    private static final List<Field> WITH_SECONDS = List.of(Field.values());
    private static final List<Field> WITHOUT_SECONDS = WITH_SECONDS.subList(1, WITH_SECONDS.size());
    private static final FieldValues SECOND_ZERO = new FieldValues("0", 1L, List.of(), false, false);

    private final String text;

    CronParser(String text) {
        this.text = text;
    }

    CronExpression parse() {
        List<Token> tokens = tokens();
        if (tokens.isEmpty()) {
            throw new CronSyntaxException(text, 0, "the expression is empty", "5 fields, 6 with seconds first");
        }
        if (text.charAt(tokens.getFirst().start) == '@') {
            return macro(tokens);
        }
        if (tokens.size() < 5) {
            Field missing = WITHOUT_SECONDS.get(tokens.size());
            throw new CronSyntaxException(
                    text,
                    text.length(),
                    tokens.size() + " of 5 fields, the " + missing.label + " field is missing",
                    "minute, hour, day-of-month, month, day-of-week, with seconds before them if wanted");
        }
        if (tokens.size() > 6) {
            throw new CronSyntaxException(
                    text,
                    tokens.get(6).start,
                    tokens.size() + " fields are too many",
                    "5 fields, or 6 with seconds first; there is no year field");
        }
        return expression(tokens, tokens.size() == 6 ? WITH_SECONDS : WITHOUT_SECONDS);
    }

    private CronExpression expression(List<Token> tokens, List<Field> fields) {
        List<FieldValues> values = new ArrayList<>();
        if (fields.size() == 5) {
            values.add(SECOND_ZERO);
        }
        for (int i = 0; i < fields.size(); i++) {
            Token token = tokens.get(i);
            values.add(new FieldParser(fields.get(i), text, token.start, token.end).parse());
        }
        CronExpression expression = new CronExpression(text.strip(), List.copyOf(values));
        if (!expression.days().everMatch()) {
            throw new CronSyntaxException(
                    text,
                    tokens.get(fields.indexOf(Field.DAY_OF_MONTH)).start,
                    "in the day-of-month field \"" + values.get(3).text() + "\" can never fire: no month \""
                            + values.get(4).text() + "\" of any year has such a day",
                    "a day that occurs");
        }
        return expression;
    }

    private CronExpression macro(List<Token> tokens) {
        Token name = tokens.getFirst();
        String fields = MACROS.get(text.substring(name.start, name.end).toLowerCase(Locale.ROOT));
        if (fields == null) {
            String known = String.join(", ", MACROS.keySet().stream().sorted().toList());
            throw new CronSyntaxException(
                    text, name.start, "\"" + text.substring(name.start, name.end) + "\" is unknown", "one of " + known);
        }
        if (tokens.size() > 1) {
            throw new CronSyntaxException(
                    text, tokens.get(1).start, "a macro stands alone", "nothing after " + text.substring(0, name.end));
        }
        return new CronExpression(text.strip(), new CronParser(fields).parse().fields());
    }

    private List<Token> tokens() {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int start = at;
            boolean blank = Character.isWhitespace(text.charAt(at));
            while (at < text.length() && Character.isWhitespace(text.charAt(at)) == blank) {
                at++;
            }
            if (!blank) {
                tokens.add(new Token(start, at));
            }
        }
        return tokens;
    }

    private record Token(int start, int end) {}
}
