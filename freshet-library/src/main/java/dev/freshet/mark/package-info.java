// SPDX-License-Identifier: Apache-2.0
/**
 * Change marks: which changes of its sources a view does not show yet.
 *
 * <p>A statement trigger on each table that views read writes one row per transaction, {@code freshet.change_mark}. A
 * refresh records the snapshot it reads with ({@code freshet.begin_reading}); a change is reflected if and only if that
 * snapshot sees its transaction. {@code freshet.view_lag} compares the two. Snapshots decide, never clocks.
 *
 * <p>{@link dev.freshet.mark.MarkTriggers} brings the triggers in line with the definitions: at {@code apply}, and in the
 * background for tables, partitions and views that come later. {@link dev.freshet.mark.MarkKeeper} looks for changes that
 * no trigger tells of ({@link dev.freshet.mark.SourceLook}) and throws away the marks that nobody needs
 * ({@link dev.freshet.mark.MarkStore}).
 *
 * <p>Invariants: a view is never said to be fresher than it is. Where a change may have gone unmarked, its source is
 * untracked, and the lag of its views is their age; a view read before its source was tracked stays so until it is
 * refreshed. A mark goes only when the snapshots of all readings under way and in force see it, or an older one stands
 * for it; readings begin under a lock that compaction takes too.
 *
 * <p>Read first: {@code V017__change_mark.sql}.
 */
@NullMarked
package dev.freshet.mark;

import org.jspecify.annotations.NullMarked;
