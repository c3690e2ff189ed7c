// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.audit;

import dev.freshet.audit.AuditEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One control act. */
record AuditResponse(
        long id,
        Instant at,
        String actor,
        String origin,
        String action,
        String subjectKind,
        String subject,
        @Nullable String reason,
        JsonNode details) {

    static AuditResponse of(AuditEntry entry) {
        return new AuditResponse(
                entry.id(),
                entry.at(),
                entry.actor(),
                entry.origin(),
                entry.action(),
                entry.subjectKind(),
                entry.subject(),
                entry.reason(),
                JsonMapper.shared().readTree(entry.details()));
    }
}
