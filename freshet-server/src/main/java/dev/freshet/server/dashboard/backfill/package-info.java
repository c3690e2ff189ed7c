// SPDX-License-Identifier: Apache-2.0
/** Backfills: all of them, and one with its slices. */
@NullMarked
package dev.freshet.server.dashboard.backfill;

import org.jspecify.annotations.NullMarked;
