// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The options of a program, as GNU and BSD programs write them: {@code -qc VALUE}, {@code --name=VALUE}, {@code --name VALUE}.
 *
 * @param given each option by its long name in the order given
 * @param rest the words that are no option
 */
record ShellOptions(List<Given> given, List<ShellWord> rest) {

    ShellOptions {
        given = List.copyOf(given);
        rest = List.copyOf(rest);
    }

    /** An option; its value is empty where it takes none. */
    record Given(String name, ShellWord value) {}

    /**
     * Reads them.
     *
     * @param shortNames long names by their letter
     * @param valued the long names that take a value
     * @param flags long names that have no letter and take no value
     * @throws ShellLine.NotUnderstood where an option is not known
     */
    static ShellOptions parse(
            String program,
            List<ShellWord> words,
            Map<Character, String> shortNames,
            List<String> valued,
            List<String> flags)
            throws ShellLine.NotUnderstood {
        List<Given> given = new ArrayList<>();
        List<ShellWord> rest = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            ShellWord word = words.get(at++);
            String text = word.text();
            if (text.equals("--")) {
                rest.addAll(words.subList(at, words.size()));
                break;
            }
            if (text.startsWith("--")) {
                int equals = text.indexOf('=');
                String name = text.substring(2, equals < 0 ? text.length() : equals);
                boolean takes = valued.contains(name);
                if (!takes && !flags.contains(name) && !shortNames.containsValue(name)) {
                    throw unknown(program, text);
                }
                if (equals >= 0) {
                    given.add(new Given(name, rest(word, equals + 1)));
                } else {
                    given.add(new Given(name, takes ? value(program, words, at++, name) : NONE));
                }
            } else if (text.startsWith("-") && text.length() > 1) {
                for (int i = 1; i < text.length(); i++) {
                    String name = shortNames.get(text.charAt(i));
                    if (name == null) {
                        throw unknown(program, "-" + text.charAt(i));
                    }
                    if (!valued.contains(name)) {
                        given.add(new Given(name, NONE));
                    } else if (i + 1 < text.length()) {
                        given.add(new Given(name, rest(word, i + 1)));
                        break;
                    } else {
                        given.add(new Given(name, value(program, words, at++, name)));
                    }
                }
            } else {
                rest.add(word);
            }
        }
        return new ShellOptions(given, rest);
    }

    private static final ShellWord NONE = new ShellWord("", false, false);

    private static ShellWord rest(ShellWord word, int from) {
        return new ShellWord(word.text().substring(from), word.variables(), word.pattern());
    }

    private static ShellWord value(String program, List<ShellWord> words, int at, String name)
            throws ShellLine.NotUnderstood {
        if (at >= words.size()) {
            throw new ShellLine.NotUnderstood("option " + name + " of " + program + " has no value");
        }
        return words.get(at);
    }

    private static ShellLine.NotUnderstood unknown(String program, String option) {
        return new ShellLine.NotUnderstood("the import does not know option " + option + " of " + program);
    }
}
