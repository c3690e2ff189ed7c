// SPDX-License-Identifier: Apache-2.0
/** Before and after a session: logging in and out, and setting a password by a one-time link. */
@NullMarked
package dev.freshet.server.dashboard.login;

import org.jspecify.annotations.NullMarked;
