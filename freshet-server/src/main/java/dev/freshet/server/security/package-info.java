// SPDX-License-Identifier: Apache-2.0
/**
 * Who is let in, and where to.
 *
 * <p>{@link dev.freshet.server.security.RouteRole} is the one table of routes and the roles they need;
 * {@link dev.freshet.server.security.BearerTokenFilter} finds out who calls. Whoever presents a token that is not valid
 * gets 401 even where none is needed.
 */
@NullMarked
package dev.freshet.server.security;

import org.jspecify.annotations.NullMarked;
