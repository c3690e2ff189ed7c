// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token as stored: everything but the secret.
 *
 * @param name for people, and the actor in the audit trail
 * @param expiresAt from when on it is refused, or null
 * @param lastUsedAt to the minute, or null
 */
public record ApiToken(
        long id,
        String name,
        Role role,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {}
