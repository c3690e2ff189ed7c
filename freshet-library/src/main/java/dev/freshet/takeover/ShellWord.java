// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

/**
 * A word of a shell command.
 *
 * @param text without its quotes, known variables filled in, unknown ones as {@code ${NAME}}
 * @param variables whether it holds unknown variables
 * @param pattern whether the shell would make something else of it, for example names of files
 */
record ShellWord(String text, boolean variables, boolean pattern) {

    /** Whether the text is what the program gets. */
    boolean isFixed() {
        return !variables && !pattern;
    }
}
