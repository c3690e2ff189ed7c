// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

/**
 * A spot in a definition file.
 *
 * @param line counted from 1
 * @param column counted from 1
 */
public record Place(String file, int line, int column) {

    /** As compilers and editors write it: {@code freshet.yaml:7:5}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
