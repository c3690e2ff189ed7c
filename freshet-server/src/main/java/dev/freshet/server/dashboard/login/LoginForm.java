// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.login;

import org.jspecify.annotations.Nullable;

/**
 * What the login shows.
 *
 * @param next where to go afterwards
 * @param notice why the login is shown at all, or null
 * @param fault what went wrong, or null
 * @param provider whether one can log in through an OIDC provider
 */
public record LoginForm(
        String name,
        String next,
        @Nullable String notice,
        @Nullable String fault,
        boolean provider) {}
