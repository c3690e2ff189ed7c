// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import org.jspecify.annotations.Nullable;

/** Somebody an OIDC provider vouches for, with the role that its claims give. */
public record ProvidedUser(
        String issuer,
        String subject,
        String preferredName,
        String displayName,
        @Nullable String email,
        Role role) {}
