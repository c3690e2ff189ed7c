// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A one-time link, without its key.
 *
 * @param userId for whom, or null where the user is made when the link is used
 * @param userName the same by name
 */
public record Invitation(
        long id,
        Purpose purpose,
        @Nullable Long userId,
        @Nullable String userName,
        @Nullable Instant expiresAt) {

    /** What a link is for. */
    public enum Purpose {
        FIRST_ADMIN,
        INVITE,
        PASSWORD_RESET;

        /** As stored: {@code first-admin}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Purpose of(String id) {
            return Arrays.stream(values())
                    .filter(purpose -> purpose.id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
