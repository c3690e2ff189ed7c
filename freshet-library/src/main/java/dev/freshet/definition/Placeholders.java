// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts values of the environment in the place of {@code ${NAME}}, when they are needed and never before. */
public final class Placeholders {

    private static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\}");

    private Placeholders() {}

    /**
     * The text with every placeholder replaced; values are taken as they are.
     *
     * @throws FreshetException INVALID_ARGUMENT when the environment lacks a name
     */
    public static String resolve(String text, Function<String, @Nullable String> environment) {
        return NAME.matcher(text).replaceAll(match -> {
            String value = environment.apply(match.group(1));
            if (value == null) {
                throw new FreshetException(
                        ErrorCode.INVALID_ARGUMENT,
                        "The environment variable " + match.group(1) + " is not set on this node, but a definition"
                                + " uses ${" + match.group(1) + "}: set it where the service starts, and start again.");
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
