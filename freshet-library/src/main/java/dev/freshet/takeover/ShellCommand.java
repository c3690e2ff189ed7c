// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program with its arguments.
 *
 * @param before what stands between it and the command before it: {@code &&}, {@code |}, …; empty for the first
 * @param words the program's name first; never empty
 * @param inputFile what {@code <} names, or null
 * @param redirected whether its output goes somewhere
 */
record ShellCommand(
        String before, List<ShellWord> words, @Nullable ShellWord inputFile, boolean redirected) {

    ShellCommand {
        words = List.copyOf(words);
    }

    /** The name of the program without its folder. */
    String program() {
        return baseName(words.getFirst().text());
    }

    List<ShellWord> arguments() {
        return words.subList(1, words.size());
    }

    /** The same without the first words. */
    ShellCommand from(int index) {
        return new ShellCommand(before, words.subList(index, words.size()), inputFile, redirected);
    }

    static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
