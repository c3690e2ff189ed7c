// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.token;

import dev.freshet.access.ApiToken;
import dev.freshet.access.TokenStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /tokens} shows.
 *
 * @param created a token that was just made, with the secret that is shown this once
 */
public record TokenList(
        List<ApiToken> tokens,
        String csrfToken,
        TokenStore.@Nullable NewToken created,
        @Nullable String fault,
        String name,
        String role,
        String jobs) {}
