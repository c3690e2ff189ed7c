// SPDX-License-Identifier: Apache-2.0
/**
 * Target lag: a view with a promise and no schedule is refreshed just in time, and what it reads before it.
 *
 * <p>{@link dev.freshet.lag.RefreshPlanner} looks at what changed, decides by {@link dev.freshet.lag.StartPolicy}
 * which jobs to start now, and queues a run of each. {@link dev.freshet.lag.RefreshGraph} knows which view reads which
 * and how long the way from each to those with a promise takes.
 *
 * <p>A view is due when the oldest change that it would show still reaches the strictest promise below it in time: the
 * moment that promise breaks, less what all refreshes on the way usually take, less a margin. It is started when it is due,
 * has something new to show, is not at work, and nothing that it reads is about to bring a change it waits for. So a change
 * passes a diamond once, and idle sources cost nothing.
 *
 * <p>One node plans at a time (an advisory lock until its transaction ends), and sees the runs that others queued before.
 * What is queued is an ordinary run: the job's exclusiveness, its retries and the view's lock hold as for any other. Nothing
 * is remembered between two rounds: a node that dies in the middle leaves either the run or nothing.
 *
 * <p>Read first: {@code StartPolicy}; the needs are computed by {@code freshet.refresh_needs} in {@code V019__target_lag.sql}.
 */
@NullMarked
package dev.freshet.lag;

import org.jspecify.annotations.NullMarked;
