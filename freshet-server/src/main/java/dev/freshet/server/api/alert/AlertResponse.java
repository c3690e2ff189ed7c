// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.alert;

import dev.freshet.alert.Alert;
import dev.freshet.alert.Silence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An alert as the API shows it.
 *
 * @param state open or resolved
 * @param silenced whether a silence covers it right now
 * @param toldAt when channels were told; null while they were not
 * @param path of the page that says more
 */
record AlertResponse(
        long id,
        String kind,
        String subjectKind,
        String subject,
        @Nullable String owner,
        @Nullable Long runId,
        String state,
        boolean silenced,
        String message,
        JsonNode details,
        Instant beganAt,
        Instant openedAt,
        Instant lastSeenAt,
        @Nullable Instant toldAt,
        @Nullable Instant resolvedAt,
        @Nullable String resolvedBecause,
        String path) {

    static AlertResponse of(Alert alert, List<Silence> silences) {
        return new AlertResponse(
                alert.id(),
                alert.kind().id(),
                alert.subjectKind(),
                alert.subject(),
                alert.owner(),
                alert.runId(),
                alert.isOpen() ? "open" : "resolved",
                alert.isOpen() && silences.stream().anyMatch(silence -> silence.covers(alert)),
                alert.message(),
                JsonMapper.shared().readTree(alert.details()),
                alert.beganAt(),
                alert.openedAt(),
                alert.lastSeenAt(),
                alert.toldAt(),
                alert.resolvedAt(),
                alert.resolvedBecause(),
                alert.path());
    }
}
