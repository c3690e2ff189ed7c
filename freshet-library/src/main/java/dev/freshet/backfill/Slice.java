// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import java.time.Instant;

/** A stretch of time {@code [start, end)} that one run is about. */
public record Slice(Instant start, Instant end) {}
