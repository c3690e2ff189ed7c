// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.user;

import dev.freshet.access.UserAccount;
import dev.freshet.access.UserSession;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /users/17} shows.
 *
 * @param link a one-time link that was just made, shown this once
 * @param said what was done
 */
public record UserDetails(
        UserAccount user,
        @Nullable Instant lockedUntil,
        List<UserSession> sessions,
        String csrfToken,
        @Nullable String link,
        @Nullable String said,
        @Nullable String fault) {}
