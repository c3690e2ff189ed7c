// SPDX-License-Identifier: Apache-2.0
/** Backfills over REST: preview, start, list, one with its slices, stop, resume, cancel, retry. */
@NullMarked
package dev.freshet.server.api.backfill;

import org.jspecify.annotations.NullMarked;
