// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON columns of runs. */
final class RunJson {

    // PostgreSQL takes numbers of 131,072 digits before the point and 16,383 behind it, and names of any length.
    private static final StreamReadConstraints AS_POSTGRES = StreamReadConstraints.builder()
            .maxNumberLength(200_000)
            .maxNameLength(1_000_000)
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(AS_POSTGRES).build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private static final TypeReference<List<CheckResult>> CHECKS = new TypeReference<>() {};

    private RunJson() {}

    static @Nullable String write(@Nullable Object value) {
        return value == null ? null : MAPPER.writeValueAsString(value);
    }

    static Map<String, Object> map(String json) {
        return MAPPER.readValue(json, MAP);
    }

    static List<CheckResult> checks(@Nullable String json) {
        return json == null ? List.of() : MAPPER.readValue(json, CHECKS);
    }

    static ApprovalControl.Decision decision(String json) {
        return MAPPER.readValue(json, ApprovalControl.Decision.class);
    }

    static @Nullable RunError error(@Nullable String json) {
        return json == null ? null : MAPPER.readValue(json, RunError.class);
    }
}
