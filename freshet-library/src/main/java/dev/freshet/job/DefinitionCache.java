// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.definition.DefinitionJson;
import dev.freshet.definition.JobDefinition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Definitions by their text, so that a job that runs often is read once. */
final class DefinitionCache {

    private static final int LIMIT = 2_000;

    private final Map<String, JobDefinition> byText = new ConcurrentHashMap<>();

    JobDefinition read(String text) {
        JobDefinition known = byText.get(text);
        if (known != null) {
            return known;
        }
        JobDefinition read = DefinitionJson.job(text);
        if (byText.size() >= LIMIT) {
            // Most are of former deployments by now.
            byText.clear();
        }
        byText.put(text, read);
        return read;
    }
}
