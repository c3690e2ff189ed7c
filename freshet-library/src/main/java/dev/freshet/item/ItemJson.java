// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.job.RunError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON columns of items. */
final class ItemJson {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final TypeReference<List<StoredItem.Event>> EVENTS = new TypeReference<>() {};

    private ItemJson() {}

    static List<StoredItem.Event> history(String json) {
        return MAPPER.readValue(json, EVENTS);
    }

    static String write(RunError error) {
        return MAPPER.writeValueAsString(error);
    }

    static @Nullable RunError error(@Nullable String json) {
        return json == null ? null : MAPPER.readValue(json, RunError.class);
    }
}
