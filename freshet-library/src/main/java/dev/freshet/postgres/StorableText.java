// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import org.jspecify.annotations.Nullable;

/** Text as PostgreSQL can hold it: without NUL characters, which stand in what programs and other services say. */
public final class StorableText {

    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    public static String of(String text) {
        return text.replace('\0', REPLACEMENT);
    }

    public static @Nullable String ofNullable(@Nullable String text) {
        return text == null ? null : of(text);
    }
}
