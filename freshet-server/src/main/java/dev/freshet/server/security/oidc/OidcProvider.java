// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security.oidc;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.oidc.OidcScopes;

/** Freshet as the provider knows it, and the provider's addresses, which are asked for when they are first needed. */
final class OidcProvider implements ClientRegistrationRepository {

    static final String ID = "oidc";

    private static final Logger LOG = LoggerFactory.getLogger(OidcProvider.class);

    private final OidcOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable ClientRegistration discovered;

    OidcProvider(OidcOptions options) {
        this.options = options;
    }

    /** Null for another id, and where the provider does not answer. */
    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        return ID.equals(id) ? find() : null;
    }

    /** Null where the provider does not answer now. */
    @Nullable
    ClientRegistration find() {
        ClientRegistration known = discovered;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            if (discovered == null) {
                discovered = ClientRegistrations.fromIssuerLocation(options.issuer())
                        .registrationId(ID)
                        .clientId(options.clientId())
                        .clientSecret(options.clientSecret())
                        .scope(OidcScopes.OPENID, OidcScopes.PROFILE, OidcScopes.EMAIL)
                        .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
                        .build();
            }
        } catch (RuntimeException e) {
            LOG.warn("The OIDC provider {} does not answer as one: {}", options.issuer(), e.toString());
        } finally {
            lock.unlock();
        }
        return discovered;
    }
}
