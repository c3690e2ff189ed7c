// SPDX-License-Identifier: Apache-2.0
package dev.freshet.template;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A template whose {@code ${NAME}} stand for secrets. They are filled in after the values: a value that looks like {@code
 * ${NAME}} stays text, and a secret that looks like {@code {{name}}} does too.
 */
public final class SecretText {

    private static final char OPENS = '\u0001';
    private static final char CLOSES = '\u0002';
    private static final Pattern MARK = Pattern.compile(OPENS + "([A-Za-z_][A-Za-z0-9_]*)" + CLOSES);

    private final Template template;

    private SecretText(Template template) {
        this.template = template;
    }

    public static SecretText compile(String source, Escape escape) {
        String marked = Secrets.PLACEHOLDER.matcher(withoutMarks(source)).replaceAll(OPENS + "$1" + CLOSES);
        return new SecretText(Template.compile(marked, escape));
    }

    /** The text with values and secrets; the mask learns the secrets. */
    public String render(Map<String, ? extends @Nullable Object> values, Secrets secrets, Mask mask) {
        Matcher marks = MARK.matcher(template.render(values));
        return marks.replaceAll(mark -> {
            String secret = secrets.load(mark.group(1));
            mask.learn(mark.group(1), secret);
            return Matcher.quoteReplacement(secret);
        });
    }

    static String withoutMarks(String text) {
        return text.indexOf(OPENS) < 0 && text.indexOf(CLOSES) < 0
                ? text
                : text.replace(String.valueOf(OPENS), "").replace(String.valueOf(CLOSES), "");
    }
}
