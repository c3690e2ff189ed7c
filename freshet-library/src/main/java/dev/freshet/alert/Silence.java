// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.definition.AlertKind;
import dev.freshet.definition.NamePattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is not told for a while.
 *
 * @param kind null for every kind
 * @param subject names; {@code *} stands for any characters
 */
public record Silence(
        long id,
        @Nullable AlertKind kind,
        String subject,
        @Nullable String reason,
        Instant createdAt,
        String createdBy,
        Instant endsAt,
        @Nullable String endedBy) {

    public boolean covers(Alert alert) {
        return (kind == null || kind == alert.kind()) && new NamePattern(subject).matches(alert.subject());
    }
}
