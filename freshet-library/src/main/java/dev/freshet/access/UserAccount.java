// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may log in.
 *
 * @param name what the user logs in with, and the actor in the audit trail
 * @param hasPassword false until the link was used, and for users of an OIDC provider
 * @param oidcIssuer the provider that vouches for the user, or null
 */
public record UserAccount(
        long id,
        String name,
        String displayName,
        @Nullable String email,
        Role role,
        boolean hasPassword,
        @Nullable String oidcIssuer,
        Instant createdAt,
        String createdBy,
        @Nullable Instant disabledAt,
        @Nullable Instant lastLoginAt) {

    public boolean isDisabled() {
        return disabledAt != null;
    }

    /** Invited, and did not set a password yet. */
    public boolean isInvited() {
        return !hasPassword && oidcIssuer == null;
    }
}
