// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.StorableText;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one check said of a run.
 *
 * @param outcome {@code passed}, {@code warned}, {@code failed}, or {@code error} where it could not be asked
 * @param detail what it answered, or null
 */
public record CheckResult(
        String name, String outcome, @Nullable String detail) {

    public CheckResult {
        name = StorableText.of(name);
        detail = StorableText.ofNullable(detail);
    }

    /** Whether the run may succeed. */
    public boolean lets() {
        return outcome.equals(Outcome.PASSED.id()) || outcome.equals(Outcome.WARNED.id());
    }

    /** What {@link Run#checks()} holds. */
    public static List<CheckResult> listOf(@Nullable String json) {
        return RunJson.checks(json);
    }

    /** How a check may come out. */
    public enum Outcome {
        PASSED,
        WARNED,
        FAILED,
        ERROR;

        /** As stored and shown. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static CheckResult of(String name, Outcome outcome, @Nullable String detail) {
        return new CheckResult(name, outcome.id(), detail);
    }
}
