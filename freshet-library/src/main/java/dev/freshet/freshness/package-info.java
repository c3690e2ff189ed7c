// SPDX-License-Identifier: Apache-2.0
/**
 * How old what people see is, whether that is within what was promised, and if not, why.
 *
 * <p>There is one judge: the SQL view {@code freshet.freshness} (in {@code V019__target_lag.sql}) compares the lag of each
 * view with its SLA at this moment and, where it is not fresh, asks {@code freshet.why_not_fresh} for the one true sentence.
 * REST, pages, metrics, {@code freshet.assert_fresh} and psql all read it, so that they agree, also while no node is alive.
 * {@link dev.freshet.freshness.FreshnessStore} reads it into {@link dev.freshet.freshness.Freshness}.
 *
 * <p>What is seen is kept: {@link dev.freshet.freshness.FreshnessJudge} takes {@link dev.freshet.freshness.Sample samples}
 * and keeps {@link dev.freshet.freshness.Breach breaches}. When a breach began follows from the change that was not
 * reflected and the promise ({@link dev.freshet.freshness.BreachReckoner}), and when it ended from what was refreshed since
 * the last look ({@link dev.freshet.freshness.Showing}), not from when somebody looked.
 *
 * <p>A promise is the definition's ({@link dev.freshet.definition.FreshnessPromise}); which one was in force when is kept by
 * {@link dev.freshet.freshness.PromiseStore}, so that {@link dev.freshet.freshness.Attainment} counts from the first on.
 */
@NullMarked
package dev.freshet.freshness;

import org.jspecify.annotations.NullMarked;
