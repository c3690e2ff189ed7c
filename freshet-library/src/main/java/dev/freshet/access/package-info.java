// SPDX-License-Identifier: Apache-2.0
/**
 * Who may do what: bearer tokens and the roles they carry.
 *
 * <p>Only a token's SHA-256 is stored. Tokens are random (256 bits) or chosen by whoever installs Freshet, so a slow hash
 * would protect nothing and cost each call. Read first: {@link dev.freshet.access.TokenStore}.
 */
@NullMarked
package dev.freshet.access;

import org.jspecify.annotations.NullMarked;
