// SPDX-License-Identifier: Apache-2.0
/** {@code /audit}: who did what. */
@NullMarked
package dev.freshet.server.dashboard.audit;

import org.jspecify.annotations.NullMarked;
