// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.access.Role;
import dev.freshet.access.TokenSecret;
import dev.freshet.access.TokenStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that somebody can log in: with the token that was chosen, or with a random one kept in the home folder. */
final class AdminToken {

    private static final Logger LOG = LoggerFactory.getLogger(AdminToken.class);
    private static final int SHORTEST_SAFE_TOKEN = 16;

    private AdminToken() {}

    static void ensure(TokenStore tokens, HomeFolder home, @Nullable String chosen) {
        if (chosen != null && !chosen.isBlank()) {
            if (chosen.strip().length() < SHORTEST_SAFE_TOKEN) {
                LOG.warn("FRESHET_ADMIN_TOKEN has fewer than {} characters: others may guess it", SHORTEST_SAFE_TOKEN);
            }
            tokens.createIfUnknown(new TokenSecret(chosen.strip()), "admin", Role.ADMINISTRATOR, "FRESHET_ADMIN_TOKEN");
        } else if (!tokens.hasAny()) {
            TokenSecret random = TokenSecret.random();
            home.writeAdminToken(random);
            tokens.createIfUnknown(random, "admin", Role.ADMINISTRATOR, "first start");
            LOG.info("The administrator's token is in {}", home.adminTokenFile());
        }
    }
}
