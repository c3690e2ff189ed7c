// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes values as YAML that people like to read: plain where that is safe, quoted or in blocks elsewhere. */
final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*|[0-9]+[a-z]+");
    private static final Pattern WORD_WITH_A_MEANING =
            Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n|[0-9]+e[0-9]+|0x[0-9a-f]+|0o[0-7]+");
    /** What a block can show as it is: printable, no tab that begins a line, no blank at a line's end. */
    private static final Pattern BLOCK = Pattern.compile("[^\\p{Cntrl}\\uFEFF\\s][\\P{Cntrl}\\n\\t]*", Pattern.DOTALL);

    private static final Pattern UNFIT_LINE =
            Pattern.compile("(?m)[ \\t]+$|^\\t|[\\u0085\\u2028\\u2029\\uFEFF]|[\\uD800-\\uDFFF]");
    private static final String INDENT = "  ";

    private YamlText() {}

    /** The lines of a mapping's entry. */
    static List<String> entry(String key, Object value) {
        List<String> lines = new ArrayList<>();
        switch (value) {
            case Map<?, ?> mapping -> {
                lines.add(key(key) + ":");
                mapping.forEach((inner, innerValue) -> entry(String.valueOf(inner), String.valueOf(innerValue))
                        .forEach(line -> lines.add(line.isEmpty() ? line : INDENT + line)));
            }
            case String text
            when isBlock(text) -> {
                lines.add(key(key) + ": |" + (text.endsWith("\n") ? "" : "-"));
                text.lines().forEach(line -> lines.add(line.isEmpty() ? line : INDENT + line));
            }
            case String text -> lines.add(key(key) + ": " + scalar(text));
            default -> lines.add(key(key) + ": " + value);
        }
        return lines;
    }

    static String key(String key) {
        return PLAIN.matcher(key).matches() && !WORD_WITH_A_MEANING.matcher(key).matches() ? key : quoted(key);
    }

    private static String scalar(String text) {
        return PLAIN.matcher(text).matches()
                        && !WORD_WITH_A_MEANING.matcher(text).matches()
                ? text
                : quoted(text);
    }

    private static boolean isBlock(String text) {
        return text.strip().indexOf('\n') > 0
                && !text.endsWith("\n\n")
                && BLOCK.matcher(text).matches()
                && !UNFIT_LINE.matcher(text).find();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    quoted.append(isShown(c) ? String.valueOf(c) : String.format("\\u%04x", (int) c));
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean isShown(char c) {
        boolean ascii = c >= ' ' && c < 0x7f;
        boolean special = c <= 0xa0 || c == '\u2028' || c == '\u2029' || c == '\uFEFF' || c >= 0xFFFE;
        return ascii || (!special && !Character.isSurrogate(c));
    }
}
