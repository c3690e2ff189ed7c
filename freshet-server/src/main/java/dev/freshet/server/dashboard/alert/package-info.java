// SPDX-License-Identifier: Apache-2.0
/** {@code /alerts}: what is the matter, what is silenced, what was, and who is told. */
@NullMarked
package dev.freshet.server.dashboard.alert;

import org.jspecify.annotations.NullMarked;
