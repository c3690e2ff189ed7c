// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security.oidc;

import dev.freshet.access.ProvidedLogin;
import dev.freshet.server.AccessOptions;
import dev.freshet.server.security.SessionCookies;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** There is a login through a provider when one is configured. */
@Configuration(proxyBeanMethods = false)
class OidcConfig {

    @Bean
    @Nullable
    OidcLogin oidcLogin(AccessOptions options, ProvidedLogin logins, SessionCookies cookies) {
        OidcOptions oidc = options.oidc();
        return oidc == null ? null : new OidcLogin(oidc, logins, cookies);
    }
}
