// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.Session;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found when an attempt's work was looked at.
 *
 * @param metrics in the order they were declared
 * @param refusal why its success is not recorded, or null
 * @param asks whether the run stops and asks somebody instead of failing
 * @param keeping writes down what is only known before the work is rolled back; runs in the transaction that records the
 *     end
 */
public record Judgement(
        Map<String, BigDecimal> metrics,
        List<CheckResult> checks,
        @Nullable RunError refusal,
        boolean asks,
        Keeping keeping) {

    /** Nothing was looked at. */
    public static final Judgement NONE = new Judgement(Map.of(), List.of(), null, false, session -> {});

    public Judgement {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        checks = List.copyOf(checks);
    }

    /** Writes something in a transaction. */
    @FunctionalInterface
    public interface Keeping {
        void write(Session session);
    }
}
