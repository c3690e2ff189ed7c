// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names, as people write several at once: {@code *} stands for any characters. */
public record NamePattern(String text) {

    public boolean matches(String name) {
        String expression =
                Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(expression, Pattern.DOTALL).matcher(name).matches();
    }
}
