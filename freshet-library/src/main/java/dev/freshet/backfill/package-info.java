// SPDX-License-Identifier: Apache-2.0
/**
 * Backfills: a job run again for a stretch of the past, slice by slice.
 *
 * <p>{@code SliceWidth} cuts the stretch, {@code BackfillControl} is what people do, {@code BackfillFeeder} runs on every
 * node: it settles slices whose run has ended and queues runs for the next ones, never more at once than {@code
 * parallel}.
 *
 * <p>Invariants: slices neither overlap nor leave a hole, whatever daylight saving does; a slice has at most one run that
 * has not ended; whoever changes a backfill has its row locked, so that an act of people and a feeder never cross.
 */
@NullMarked
package dev.freshet.backfill;

import org.jspecify.annotations.NullMarked;
