// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.login;

import org.jspecify.annotations.Nullable;

/**
 * What a one-time link shows.
 *
 * @param key of the link; empty where it is not valid any more
 * @param userName whose password is set, or null where the name is asked for
 * @param name what was typed as name
 * @param fault what went wrong, or null
 */
public record WelcomeForm(
        String key,
        @Nullable String userName,
        String name,
        @Nullable String fault) {

    public boolean isValid() {
        return !key.isEmpty();
    }
}
