// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import org.jspecify.annotations.Nullable;

/**
 * Failed items with alike errors.
 *
 * @param message what their messages have in common: numbers and values are replaced
 * @param example the key of the first of them
 */
public record ErrorGroup(@Nullable String sqlState, String message, long items, String example) {

    /** What finds them as {@link ItemFilter#error}. */
    public String filter() {
        return sqlState != null && message.contains(PayloadMask.HIDDEN) ? sqlState : message;
    }
}
