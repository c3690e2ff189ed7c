// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDecisionTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvSource({
        "transient, ERROR, 40001, true",
        "transient, ERROR, 40P01, true",
        "transient, ERROR, 55P03, true",
        "transient, ERROR, 08006, true",
        "transient, ERROR, 57P01, true",
        "transient, ERROR, 23505, false",
        "transient, ERROR, 57014, false",
        "transient, ERROR, , false",
        "transient, TIMEOUT, 57014, false",
        "transient, LOST, , false",
        "lost, LOST, , true",
        "lost, ERROR, 40001, false",
        "timeout, TIMEOUT, 57014, true",
        "timeout, ERROR, 40001, false",
        "any, ERROR, , true",
        "any, TIMEOUT, 57014, true",
        "any, LOST, , true",
        "23505, ERROR, 23505, true",
        "23, ERROR, 23505, true",
        "23, ERROR, 22012, false",
        "57, TIMEOUT, 57014, false",
    })
    void triesAgainWhatTheRuleNames(String rule, RetryDecision.Cause cause, String sqlState, boolean again) {
        RunError error = new RunError(sqlState, "it broke", null, null, null, null);
        RetryPolicy policy = new RetryPolicy(1, SECOND, SECOND, List.of(rule));
        assertThat(RetryDecision.decide(policy, 1, cause, error, new Random(1)).isPresent())
                .isEqualTo(again);
    }

    @Test
    void givesUpAfterAsManyFurtherAttemptsAsThePolicyCounts() {
        assertThat(decide(2, 1, SECOND, SECOND)).isPresent();
        assertThat(decide(2, 2, SECOND, SECOND)).isPresent();
        assertThat(decide(2, 3, SECOND, SECOND)).isEmpty();
        assertThat(decide(0, 1, SECOND, SECOND)).isEmpty();
    }

    @Property
    void doublesTheWaitUpToItsLimitAndAddsHalfOfItAtMost(
            @ForAll @LongRange(min = 1, max = 4_000_000_000_000L) long backoffMillis,
            @ForAll @LongRange(min = 1, max = 4_000_000_000_000L) long limitMillis,
            @ForAll @IntRange(min = 1, max = 200) int attempt) {
        Duration wait = decide(500, attempt, Duration.ofMillis(backoffMillis), Duration.ofMillis(limitMillis))
                .orElseThrow();
        double exact = Math.min((double) limitMillis, (double) backoffMillis * Math.pow(2, Math.min(attempt - 1, 30)));
        assertThat((double) wait.toMillis()).isBetween(exact - 1, exact * 1.5 + 1);
    }

    private static Optional<Duration> decide(int count, int attempt, Duration backoff, Duration limit) {
        RetryPolicy policy = new RetryPolicy(count, backoff, limit, List.of(RetryPolicy.ANY));
        return RetryDecision.decide(
                policy, attempt, RetryDecision.Cause.ERROR, RunError.of("it broke", null), new Random(attempt));
    }

    @Test
    void triesAgainWhatPassesByItselfThoughNoSqlStateSaysSo() {
        RunError error = RunError.of("answered 503", null).thatPasses(null);
        assertThat(decide(error)).isPresent();
        assertThat(decide(RunError.of("answered 422", null))).isEmpty();
    }

    @Test
    void waitsAsLongAsItWasToldWhereThatIsLonger() {
        Duration told = Duration.ofMinutes(5);
        assertThat(decide(RunError.of("answered 429", null).thatPasses(told))).contains(told);
        assertThat(decide(RunError.of("answered 429", null).thatPasses(Duration.ofMillis(1))))
                .hasValueSatisfying(wait -> assertThat(wait).isGreaterThanOrEqualTo(SECOND));
    }

    private static Optional<Duration> decide(RunError error) {
        RetryPolicy policy = new RetryPolicy(1, SECOND, SECOND, List.of(RetryPolicy.TRANSIENT));
        return RetryDecision.decide(policy, 1, RetryDecision.Cause.ERROR, error, new Random(1));
    }
}
