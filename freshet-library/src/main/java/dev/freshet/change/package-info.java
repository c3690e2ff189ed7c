// SPDX-License-Identifier: Apache-2.0
/**
 * Which rows a run changed: recorded by statement triggers on the tables its job tracks, read and limited here.
 *
 * <p>The triggers ({@code V010__change.sql}, {@code freshet.record_change}) stand on the table and on each of its
 * partitions and children. They work only in a session of a running attempt whose job tracks the table; in every other
 * session their {@code WHEN} is false. What they write belongs to the statement's own transaction: an attempt that is
 * rolled back leaves no changes, save those {@link dev.freshet.change.WouldBeChanges} keeps of a run that was refused.
 *
 * <p>Read first: {@code V010__change.sql}, then {@link dev.freshet.change.ChangeTriggers} and
 * {@link dev.freshet.change.ChangeLimits}.
 */
@NullMarked
package dev.freshet.change;

import org.jspecify.annotations.NullMarked;
