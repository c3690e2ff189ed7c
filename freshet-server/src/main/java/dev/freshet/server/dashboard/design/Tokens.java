// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.design;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.ClassPathResource;

/**
 * The tokens of the style sheet, by theme.
 *
 * @param light name and value, in the order of the file
 * @param dark what dark has otherwise, over what is the same
 */
record Tokens(Map<String, String> light, Map<String, String> dark) {

    private static final String FILE = "static/assets/tokens.css";
    private static final Pattern BLOCK = Pattern.compile("(:root(?:\\[data-theme=\"dark\"])?)\\s*\\{([^}]*)}");
    private static final Pattern TOKEN = Pattern.compile("--([a-z0-9-]+):\\s*([^;]+);");
    private static final Pattern REFERENCE = Pattern.compile("var\\(--([a-z0-9-]+)\\)");

    /** Tokens whose states are told apart by colour. */
    static final List<String> STATES = List.of("fresh", "late", "breached", "running", "paused", "unknown");

    static Tokens load() {
        try (var in = new ClassPathResource(FILE).getInputStream()) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + FILE + " is missing from the class path", e);
        }
    }

    static Tokens parse(String css) {
        Map<String, String> light = new LinkedHashMap<>();
        Map<String, String> dark = new LinkedHashMap<>();
        Matcher blocks = BLOCK.matcher(css);
        while (blocks.find()) {
            Map<String, String> target = blocks.group(1).equals(":root") ? light : dark;
            Matcher tokens = TOKEN.matcher(blocks.group(2));
            while (tokens.find()) {
                target.put(tokens.group(1), tokens.group(2).strip());
            }
        }
        Map<String, String> all = new LinkedHashMap<>(light);
        all.putAll(dark);
        return new Tokens(light, all);
    }

    /** The value of a token in a theme, followed to its end where it stands for another. */
    static String value(Map<String, String> theme, String name) {
        String value = theme.get(name);
        if (value == null) {
            throw new IllegalArgumentException("There is no token --" + name);
        }
        Matcher reference = REFERENCE.matcher(value);
        return reference.matches() ? value(theme, reference.group(1)) : value;
    }
}
