// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.definition.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Whether a failed attempt is followed by another one, and when. */
public final class RetryDecision {

    private RetryDecision() {}

    /** Why an attempt failed, as far as the retry policy cares. */
    public enum Cause {
        ERROR,
        TIMEOUT,
        LOST
    }

    /**
     * The wait before the next attempt; empty when there is none.
     *
     * @param attempt the number of the attempt that failed, from 1
     */
    public static Optional<Duration> decide(
            RetryPolicy policy, int attempt, Cause cause, RunError error, RandomGenerator random) {
        if (attempt > policy.count() || policy.on().stream().noneMatch(rule -> matches(rule, cause, error))) {
            return Optional.empty();
        }
        Duration backoff = backoff(policy, attempt, random);
        Duration asked = error.passing() == null ? null : error.passing().notBefore();
        return Optional.of(asked != null && asked.compareTo(backoff) > 0 ? asked : backoff);
    }

    private static boolean matches(String rule, Cause cause, RunError error) {
        String sqlState = error.sqlState();
        return switch (rule) {
            case RetryPolicy.ANY -> true;
            case RetryPolicy.LOST -> cause == Cause.LOST;
            case RetryPolicy.TIMEOUT -> cause == Cause.TIMEOUT;
            case RetryPolicy.TRANSIENT -> cause == Cause.ERROR && isTransient(error);
            default -> cause == Cause.ERROR && sqlState != null && sqlState.startsWith(rule);
        };
    }

    private static boolean isTransient(RunError error) {
        String sqlState = error.sqlState();
        return error.passing() != null || (sqlState != null && isTransient(sqlState));
    }

    private static boolean isTransient(String sqlState) {
        return sqlState.startsWith("08")
                || sqlState.startsWith("57P0")
                || sqlState.equals("40001")
                || sqlState.equals("40P01")
                || sqlState.equals("55P03");
    }

    /** Exponential, with jitter of up to a half so that what failed together does not come back together. */
    private static Duration backoff(RetryPolicy policy, int attempt, RandomGenerator random) {
        long limit = policy.maxBackoff().toMillis();
        int doublings = Math.min(attempt - 1, 30);
        long wait = Math.min(limit, policy.backoff().toMillis() << doublings);
        if (wait <= 0 || wait > limit) {
            wait = limit;
        }
        return Duration.ofMillis(wait + random.nextLong(wait / 2 + 1));
    }
}
