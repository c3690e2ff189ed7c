// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import java.time.Instant;

/**
 * A user who is logged in with one browser.
 *
 * @param method password, link or oidc
 */
public record UserSession(
        long id,
        long userId,
        String userName,
        String displayName,
        Role role,
        String method,
        String remoteAddress,
        String userAgent,
        Instant createdAt,
        Instant lastSeenAt,
        Instant expiresAt) {}
