// SPDX-License-Identifier: Apache-2.0
/** {@code /settings}: one's own account, and what this service is. */
@NullMarked
package dev.freshet.server.dashboard.account;

import org.jspecify.annotations.NullMarked;
