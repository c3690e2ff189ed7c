// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which items of a list are meant.
 *
 * @param numbers just these; empty for any
 * @param state in this state, or null for any
 * @param error part of the error's message (as it is, or as {@link ErrorGroup} has it) or its SQLSTATE, or null for any
 * @param key part of the key, or null for any
 */
public record ItemFilter(
        List<Long> numbers,
        @Nullable ItemState state,
        @Nullable String error,
        @Nullable String key) {

    public static final ItemFilter ALL = new ItemFilter(List.of(), null, null, null);

    public ItemFilter {
        numbers = List.copyOf(numbers);
    }

    public static ItemFilter of(ItemState state) {
        return new ItemFilter(List.of(), state, null, null);
    }

    public static ItemFilter numbers(List<Long> numbers) {
        return new ItemFilter(numbers, null, null, null);
    }
}
