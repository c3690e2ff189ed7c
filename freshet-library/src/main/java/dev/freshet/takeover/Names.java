// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Hands out names that definitions accept, each once; the same hints in the same order give the same names. */
final class Names {

    private static final int LONGEST = 50;

    private final Set<String> taken = new HashSet<>();

    /** A name near the hint. */
    String name(String hint) {
        String wanted = slug(hint);
        String name = wanted;
        for (int number = 2; !taken.add(name); number++) {
            name = wanted + "-" + number;
        }
        return name;
    }

    /** Takes a name as it is; false when somebody has it. */
    boolean take(String name) {
        return taken.add(name);
    }

    private static String slug(String hint) {
        String lower = hint.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "-");
        String cut = lower.substring(0, Math.min(LONGEST, lower.length())).replaceAll("^[-_]+|[-_]+$", "");
        if (cut.isEmpty()) {
            return "job";
        }
        return Character.isDigit(cut.charAt(0)) ? "job-" + cut : cut;
    }
}
