// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One key of a definition that an apply changes.
 *
 * @param key with dots where it is nested: {@code retries.count}
 * @param before null where the key is new
 * @param after null where the key goes away
 */
public record KeyChange(
        String key, @Nullable JsonNode before, @Nullable JsonNode after) {}
