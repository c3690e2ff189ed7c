// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.item;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.item.ItemFilter;
import dev.freshet.item.ItemState;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which items an act means; nothing given means every failed one.
 *
 * @param items just these, by id
 * @param state in this state
 * @param error part of the error's message, or its SQLSTATE
 * @param key part of the key
 * @param reason why it is done, for the audit trail
 */
record ItemSelection(
        @Nullable List<Long> items,
        @Nullable String state,
        @Nullable String error,
        @Nullable String key,
        @Nullable String reason) {

    static final ItemSelection ALL = new ItemSelection(null, null, null, null, null);

    /**
     * The items meant.
     *
     * @param otherwise the state of those meant where neither ids nor a state are given
     */
    ItemFilter filter(ItemState otherwise) {
        if (items != null && items.isEmpty()) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The list of items is empty. Name some, or leave \"items\" out to mean every one that fits.");
        }
        List<Long> numbers = items == null ? List.of() : items;
        ItemState in = state == null ? (items == null ? otherwise : null) : state(state);
        return new ItemFilter(numbers, in, blankless(error), blankless(key));
    }

    static ItemState state(String id) {
        return Arrays.stream(ItemState.values())
                .filter(state -> state.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.INVALID_ARGUMENT,
                        "There is no state of items \"" + id + "\"; expected one of "
                                + Arrays.stream(ItemState.values())
                                        .map(ItemState::id)
                                        .toList()));
    }

    static @Nullable String blankless(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
