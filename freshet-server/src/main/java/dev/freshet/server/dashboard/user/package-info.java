// SPDX-License-Identifier: Apache-2.0
/** {@code /users}: who may log in, and what an administrator does about it. */
@NullMarked
package dev.freshet.server.dashboard.user;

import org.jspecify.annotations.NullMarked;
