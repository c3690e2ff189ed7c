// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.user;

import dev.freshet.access.UserAccount;
import dev.freshet.access.UserControl;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user.
 *
 * @param state invited, active or disabled
 * @param lockedUntil when logins of some sources are refused until then, after too many failures
 */
record UserResponse(
        long id,
        String name,
        String displayName,
        @Nullable String email,
        String role,
        String state,
        @Nullable String oidcIssuer,
        Instant createdAt,
        String createdBy,
        @Nullable Instant disabledAt,
        @Nullable Instant lastLoginAt,
        @Nullable Instant lockedUntil) {

    static UserResponse of(UserControl.Listed listed) {
        UserAccount user = listed.user();
        return new UserResponse(
                user.id(),
                user.name(),
                user.displayName(),
                user.email(),
                user.role().id(),
                user.isDisabled() ? "disabled" : user.isInvited() ? "invited" : "active",
                user.oidcIssuer(),
                user.createdAt(),
                user.createdBy(),
                user.disabledAt(),
                user.lastLoginAt(),
                listed.lockedUntil());
    }
}
