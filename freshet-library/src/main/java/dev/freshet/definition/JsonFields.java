// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of a stored JSON object. Fields it does not ask for are ignored: a newer version may have written them. */
final class JsonFields {

    private final JsonNode tree;

    JsonFields(JsonNode tree) {
        this.tree = tree;
    }

    boolean has(String key) {
        return tree.hasNonNull(key);
    }

    JsonFields object(String key) {
        return new JsonFields(require(key));
    }

    String text(String key) {
        return require(key).asString();
    }

    @Nullable
    String nullableText(String key) {
        return has(key) ? text(key) : null;
    }

    int integer(String key) {
        return require(key).asInt();
    }

    boolean bool(String key) {
        return require(key).asBoolean();
    }

    Duration duration(String key) {
        return Durations.parse(text(key));
    }

    @Nullable
    Duration nullableDuration(String key) {
        return has(key) ? duration(key) : null;
    }

    @Nullable
    FreshnessPromise nullablePromise(String key) {
        return has(key) ? FreshnessJson.promise(require(key)) : null;
    }

    @Nullable
    ScheduleDefinition nullableSchedule() {
        return has("schedule") ? ScheduleJson.schedule(require("schedule")) : null;
    }

    boolean isText(String key) {
        return require(key).isString();
    }

    double number(String key) {
        return require(key).asDouble();
    }

    @Nullable
    Double nullablePercent(String key) {
        return has(key) ? Double.valueOf(text(key).replace("%", "")) : null;
    }

    /** Texts by name; none where the key is absent. */
    Map<String, String> textsByName(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (has(key)) {
            require(key)
                    .properties()
                    .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString()));
        }
        return texts;
    }

    /** Objects in order; none where the key is absent. */
    List<JsonFields> objects(String key) {
        List<JsonFields> objects = new ArrayList<>();
        if (has(key)) {
            require(key).forEach(element -> objects.add(new JsonFields(element)));
        }
        return objects;
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        require(key).forEach(element -> texts.add(element.asString()));
        return texts;
    }

    private JsonNode require(String key) {
        JsonNode value = tree.get(key);
        if (value == null || value.isNull()) {
            throw new FreshetException(
                    ErrorCode.INTERNAL,
                    "The stored definition lacks '" + key + "': " + tree
                            + ". Expected every default to be filled in; apply the files again.");
        }
        return value;
    }
}
