// SPDX-License-Identifier: Apache-2.0
/**
 * Views: finding them, checking what a refresh needs, refreshing them one by one or as a group, and the audit of it.
 *
 * <p>A refresh, as {@link dev.freshet.view.ViewRefresh} does it: open the audit row (on a connection of its own), take
 * the view's advisory lock on the session that will refresh, check ({@link dev.freshet.view.ViewChecks}), decide
 * ({@link dev.freshet.view.RefreshDecision}), {@code REFRESH} with a short {@code lock_timeout} as often as
 * {@link dev.freshet.view.LockPatience} allows, count the rows, close the audit row.
 *
 * <p>In mode {@code swap}, {@link dev.freshet.view.ViewSwap} builds another view beside and puts it in place of the old one, in
 * one transaction. The views of a group with one data time are refreshed by {@link dev.freshet.view.DataTimeWork} in one
 * repeatable-read transaction that holds every view's lock from before it begins; {@link dev.freshet.view.DataTimeRefresh} keeps
 * their rows of the audit, which end together. What {@code auto} does is weighed by {@link dev.freshet.view.AutoChoice}.
 *
 * <p>Invariants: one refresh of a view at a time, the service's or that of {@code CALL freshet.refresh_group(…)}: who
 * finds the lock taken records {@code skipped}. Only the attempt that opened an audit row closes it, and none can be
 * opened by an attempt that was declared lost (a row lock on the attempt, in {@code freshet.start_refresh}). A failing
 * view stops no other view of its group, save where the group has one data time: then none is refreshed.
 *
 * <p>Failures: a session that dies leaves the view as it was and the row {@code lost}; a node that dies leaves the row
 * to {@link dev.freshet.view.RefreshHandler#attemptLost}; whatever else is left running is closed by
 * {@link dev.freshet.view.RefreshStore#closeAbandoned}, which every refresh begins with.
 *
 * <p>Read first: {@code RefreshHandler}, {@code GroupRefresh}, {@code ViewRefresh}; the procedure is in
 * {@code V005__view.sql}, what a swap and one data time need of SQL in {@code V021__data_time.sql}.
 */
@NullMarked
package dev.freshet.view;

import org.jspecify.annotations.NullMarked;
