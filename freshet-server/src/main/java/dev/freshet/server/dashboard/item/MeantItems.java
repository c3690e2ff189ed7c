// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.item;

import dev.freshet.item.ItemFilter;
import dev.freshet.item.ItemState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items that an act of the Items page is meant for, as its form sends them.
 *
 * @param all whether all that fit the choice are meant; else those that are ticked
 * @param item those that are ticked
 * @param reason why, for the audit trail
 */
record MeantItems(
        @Nullable Boolean all,
        @Nullable List<Long> item,
        @Nullable String error,
        @Nullable String key,
        @Nullable String reason) {

    /** Those in the state that the act is for. */
    ItemFilter in(ItemState state) {
        return ItemChoice.of(null, error, key).meant(Boolean.TRUE.equals(all), item, state);
    }
}
