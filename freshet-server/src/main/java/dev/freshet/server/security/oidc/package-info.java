// SPDX-License-Identifier: Apache-2.0
/**
 * Login through an OIDC provider: authorization code with PKCE, by Spring Security; the session that comes of it is
 * Freshet's own. The provider is asked for its addresses when somebody first wants to log in through it, so that Freshet
 * starts without it. Read first: {@link dev.freshet.server.security.oidc.OidcLogin}.
 */
@NullMarked
package dev.freshet.server.security.oidc;

import org.jspecify.annotations.NullMarked;
