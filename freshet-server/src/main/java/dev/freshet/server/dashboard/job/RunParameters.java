// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parameters of a run as people type them: a JSON object. */
final class RunParameters {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String EXAMPLE = "for example {\"customer\": 7}";

    private RunParameters() {}

    /** Nothing at all is no parameters. */
    static Map<String, Object> parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Map.of();
        }
        try {
            JsonNode tree = JSON.readTree(text);
            if (!tree.isObject()) {
                throw wrong(
                        "The parameters are " + kind(tree) + ", but must be a JSON object with a name for each; "
                                + EXAMPLE,
                        null);
            }
            for (Map.Entry<String, JsonNode> entry : tree.properties()) {
                if (entry.getValue().isNull()) {
                    throw wrong("Parameter \"" + entry.getKey() + "\" is null; give it a value, or leave it out", null);
                }
            }
            return JSON.convertValue(tree, new TypeReference<Map<String, Object>>() {});
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation();
            String where = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
            throw wrong(
                    "The parameters are not valid JSON" + where + ": " + firstLine(e.getOriginalMessage())
                            + ". Expected an object with every name in double quotes, " + EXAMPLE,
                    e);
        }
    }

    private static String kind(JsonNode tree) {
        return tree.isArray() ? "a list" : tree.isString() ? "a text" : "a single value";
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    private static FreshetException wrong(String message, @Nullable Throwable cause) {
        return cause == null
                ? new FreshetException(ErrorCode.INVALID_ARGUMENT, message)
                : new FreshetException(ErrorCode.INVALID_ARGUMENT, message, cause);
    }
}
