// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refresh of a view that succeeded.
 *
 * @param at when it ended
 * @param asOf the instant whose data it read; null where that was not kept
 */
record Refreshed(String name, Instant at, @Nullable Instant asOf) {}
