// SPDX-License-Identifier: Apache-2.0
/** A real OIDC provider, for tests: outside of the server's packages, so that the server does not find its parts. */
@NullMarked
package dev.freshet.oidc;

import org.jspecify.annotations.NullMarked;
