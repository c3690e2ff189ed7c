// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.item;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.item.ItemFilter;
import dev.freshet.item.ItemState;
import dev.freshet.server.dashboard.ui.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which items somebody looks at or means, as the address says it.
 *
 * @param state empty for any
 * @param error part of the error, or empty
 * @param key part of the key, or empty
 */
public record ItemChoice(String state, String error, String key) {

    static ItemChoice of(@Nullable String state, @Nullable String error, @Nullable String key) {
        return new ItemChoice(text(state), text(error), text(key));
    }

    public boolean isEmpty() {
        return (state + error + key).isEmpty();
    }

    /** In this state, or in the one that is chosen. */
    ItemFilter filter(@Nullable ItemState otherwise) {
        ItemState in = Arrays.stream(ItemState.values())
                .filter(one -> one.id().equals(state))
                .findFirst()
                .orElse(otherwise);
        return new ItemFilter(List.of(), in, error.isEmpty() ? null : error, key.isEmpty() ? null : key);
    }

    /** Those that were ticked, or all that fit. */
    ItemFilter meant(boolean all, @Nullable List<Long> ticked, ItemState otherwise) {
        if (all) {
            return filter(otherwise);
        }
        if (ticked == null || ticked.isEmpty()) {
            throw new FreshetException(ErrorCode.INVALID_ARGUMENT, "No item is selected. Tick some first.");
        }
        return ItemFilter.numbers(ticked);
    }

    /** The choice as part of an address, to be followed by more. */
    public String query() {
        return Stream.of(part("state", state), part("error", error), part("key", key))
                .collect(Collectors.joining());
    }

    private static String part(String name, String value) {
        return value.isEmpty() ? "" : name + "=" + Paths.query(value) + "&";
    }

    private static String text(@Nullable String typed) {
        return typed == null ? "" : typed.strip();
    }
}
