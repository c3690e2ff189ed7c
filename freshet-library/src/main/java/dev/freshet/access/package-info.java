// SPDX-License-Identifier: Apache-2.0
/**
 * Who may do what: users and their sessions, one-time links, bearer tokens, and the roles they carry.
 *
 * <ul>
 *   <li>Secrets are random (256 bits) and only their SHA-256 is stored, so a slow hash would protect nothing and cost each
 *       call. Passwords are chosen by people: whoever calls brings their slow hash.
 *   <li>A session ends at once when its user is disabled or gets another role or password: its row is deleted, and
 *       {@link dev.freshet.access.LoginControl#SESSIONS} wakes the nodes that remember it for a moment.
 *   <li>A link works once: the first {@code UPDATE} of its row wins.
 *   <li>Guessing is slowed down without letting whoever guesses lock out the owner; see
 *       {@link dev.freshet.access.LoginControl}.
 *   <li>There is always an administrator who is not disabled, once there was one.
 * </ul>
 *
 * <p>Read first: {@link dev.freshet.access.LoginControl}, {@link dev.freshet.access.UserControl},
 * {@link dev.freshet.access.TokenStore}.
 */
@NullMarked
package dev.freshet.access;

import org.jspecify.annotations.NullMarked;
