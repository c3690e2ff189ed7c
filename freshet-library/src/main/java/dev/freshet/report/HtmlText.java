// SPDX-License-Identifier: Apache-2.0
package dev.freshet.report;

import java.util.regex.Pattern;

/** What an HTML document says, for those who read plain text: lines and columns, links with their addresses. */
final class HtmlText {

    private static final Pattern UNSEEN =
            Pattern.compile("(?is)<(style|script|head|title)\\b.*?</\\1>|<!--.*?-->|<!.*?>");
    private static final Pattern LINK =
            Pattern.compile("(?is)<a\\b[^>]*\\bhref\\s*=\\s*[\"']([^\"'#][^\"']*)[\"'][^>]*>(.*?)</a>");
    private static final Pattern CELL_END = Pattern.compile("(?i)</t[dh]>\\s*(?=<t[dh]\\b)");
    private static final Pattern PARAGRAPH =
            Pattern.compile("(?i)</?(p|h[1-6]|table|ul|ol|blockquote|section)\\b[^>]*>");
    private static final Pattern LINE =
            Pattern.compile("(?i)<br\\b[^>]*>|</?(div|tr|li|caption|hr|header|footer)\\b[^>]*>");
    private static final Pattern TAG = Pattern.compile("(?s)<[^>]*>");
    private static final Pattern NUMBERED = Pattern.compile("&#(\\d{1,7}|[xX][0-9a-fA-F]{1,6});");

    private HtmlText() {}

    static String of(String html) {
        String text = UNSEEN.matcher(html).replaceAll("");
        text = text.replaceAll("\\s+", " ");
        text = LINK.matcher(text).replaceAll("$2 ($1)");
        text = CELL_END.matcher(text).replaceAll("  ");
        text = PARAGRAPH.matcher(text).replaceAll("\n\n");
        text = LINE.matcher(text).replaceAll("\n");
        text = unescaped(TAG.matcher(text).replaceAll(""));
        return text.replaceAll("[ \\u00a0\\t]*\n[ \\u00a0\\t]*", "\n")
                        .replaceAll("\n{3,}", "\n\n")
                        .strip() + "\n";
    }

    private static String unescaped(String text) {
        String plain = NUMBERED.matcher(text).replaceAll(number -> {
            String digits = number.group(1);
            int code = digits.charAt(0) == 'x' || digits.charAt(0) == 'X'
                    ? Integer.parseInt(digits.substring(1), 16)
                    : Integer.parseInt(digits);
            return Character.isValidCodePoint(code)
                    ? java.util.regex.Matcher.quoteReplacement(Character.toString(code))
                    : "";
        });
        return plain.replace("&nbsp;", " ")
                .replace("&middot;", "·")
                .replace("&ndash;", "–")
                .replace("&mdash;", "—")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }
}
