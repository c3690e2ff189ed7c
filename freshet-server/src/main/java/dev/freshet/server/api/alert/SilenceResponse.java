// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.alert;

import dev.freshet.alert.Silence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A silence as the API shows it.
 *
 * @param kind null for every kind
 * @param subject names, * for any characters
 * @param active whether it is in force
 * @param endedBy who ended it early, or null
 */
record SilenceResponse(
        long id,
        @Nullable String kind,
        String subject,
        @Nullable String reason,
        boolean active,
        Instant createdAt,
        String createdBy,
        Instant endsAt,
        @Nullable String endedBy) {

    static SilenceResponse of(Silence silence, Instant now) {
        return new SilenceResponse(
                silence.id(),
                silence.kind() == null ? null : silence.kind().id(),
                silence.subject(),
                silence.reason(),
                silence.endsAt().isAfter(now),
                silence.createdAt(),
                silence.createdBy(),
                silence.endsAt(),
                silence.endedBy());
    }
}
