// SPDX-License-Identifier: Apache-2.0
/**
 * Who is let in, and where to.
 *
 * <p>{@link dev.freshet.server.security.RouteRole} is the one table of routes and the roles they need, of the API and of the
 * pages; {@code BearerTokenFilter} and {@code SessionFilter} find out who calls; {@code SecurityConfig} puts them together.
 * Whoever presents a token that is not valid gets 401 even where none is needed.
 *
 * <p>The API takes bearer tokens only. Pages take a session too, and then each change has to bring along what
 * {@code FormTokens} made. What is stored of sessions, and how guessing is slowed down, is in {@code dev.freshet.access}.
 */
@NullMarked
package dev.freshet.server.security;

import org.jspecify.annotations.NullMarked;
