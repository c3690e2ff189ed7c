// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.item;

import dev.freshet.item.PayloadMask;
import dev.freshet.item.StoredItem;
import dev.freshet.job.RunError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An item as the API shows it; what its job redacts is hidden.
 *
 * @param id its place in the list, from 1
 * @param runId the run that listed it
 * @param workedRunId the run that worked on it last, or null
 */
public record ItemResponse(
        long id,
        long runId,
        String key,
        String state,
        int attempts,
        JsonNode payload,
        @Nullable RunError error,
        @Nullable Instant endedAt,
        @Nullable Long workedRunId,
        @Nullable String changedBy,
        @Nullable String reason,
        List<StoredItem.Event> history) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static ItemResponse of(StoredItem stored, PayloadMask mask) {
        StoredItem item = mask.shown(stored);
        return new ItemResponse(
                item.number(),
                item.runId(),
                item.key(),
                item.state().id(),
                item.attempts(),
                JSON.readTree(item.payload()),
                item.error(),
                item.endedAt(),
                item.workedRunId(),
                item.changedBy(),
                item.reason(),
                item.history());
    }
}
