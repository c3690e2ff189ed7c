// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.Secret;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** A one-time link as it is sent to somebody: with the address by which whoever made it reaches the service. */
public final class WelcomeUrl {

    private WelcomeUrl() {}

    public static String of(HttpServletRequest request, Secret key) {
        return ServletUriComponentsBuilder.fromContextPath(request)
                .path("/welcome")
                .queryParam("key", key.value())
                .build()
                .toUriString();
    }
}
