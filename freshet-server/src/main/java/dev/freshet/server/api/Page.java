// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next the {@code cursor} of the part that follows, or null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public static final String DEFAULT_LIMIT = "100";

    private static final int LARGEST = 1_000;

    public Page {
        items = List.copyOf(items);
    }

    /** From rows fetched with one more than the limit: the surplus one says that more follow. */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursor) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, cursor.apply(items.get(limit - 1)));
    }

    public static int checkedLimit(int limit) {
        if (limit < 1 || limit > LARGEST) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT, "The limit " + limit + " is out of range; expected 1 to " + LARGEST);
        }
        return limit;
    }

    /** A cursor that is a number. */
    public static @Nullable Long number(@Nullable String cursor) {
        try {
            return cursor == null ? null : Long.valueOf(cursor);
        } catch (NumberFormatException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The cursor \"" + cursor + "\" is none of this list; take it from \"next\" of the part before",
                    e);
        }
    }
}
