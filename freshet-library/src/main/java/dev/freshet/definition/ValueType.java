// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How the value of a key is written: read from files, described to editors and to people, in one place. */
interface ValueType<T> {

    /** The value, or null with a fault. */
    @Nullable
    T read(YamlValue value, Findings findings);

    /** As JSON Schema. */
    ObjectNode schema();

    /** For the reference, for example {@code duration}. */
    String label();

    /** The value as it is written in files. */
    default String print(T value) {
        return value.toString();
    }

    /** A schema that only names a JSON type. */
    static ObjectNode schemaOf(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
