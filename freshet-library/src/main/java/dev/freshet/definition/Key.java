// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A key of the files: what the reader, the JSON Schema and the reference know of it.
 *
 * @param fallback the value where the key is absent, or null where nothing stands in
 * @param absent for people, what absence means where there is no fallback
 * @param description one sentence
 * @param example a value as it is written
 */
record Key<T>(
        String name,
        ValueType<T> type,
        boolean required,
        @Nullable T fallback,
        String absent,
        String description,
        String example) {

    static <T> Key<T> required(String name, ValueType<T> type, String description, String example) {
        return new Key<>(name, type, true, null, "required", description, example);
    }

    static <T> Key<T> optional(String name, ValueType<T> type, String absent, String description, String example) {
        return new Key<>(name, type, false, null, absent, description, example);
    }

    static <T> Key<T> withDefault(String name, ValueType<T> type, T fallback, String description, String example) {
        return new Key<>(name, type, false, fallback, "", description, example);
    }

    /** The default as it is written, or what absence means. */
    String defaultText() {
        return fallback == null ? absent : "`" + type.print(fallback) + "`";
    }

    ObjectNode schema() {
        String standard = fallback == null ? absent : type.print(fallback);
        return type.schema().put("description", description + " Default: " + standard + ".");
    }
}
