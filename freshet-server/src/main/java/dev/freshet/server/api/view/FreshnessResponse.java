// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import dev.freshet.definition.ViewDefinition;
import dev.freshet.job.Job;
import dev.freshet.view.Refresh;
import dev.freshet.view.RefreshStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How fresh a view is.
 *
 * <p>{@code fresh}: within its SLA. {@code late}: still within it, but the last refresh did not succeed. {@code breached}:
 * beyond it. {@code paused}: nothing refreshes it. {@code unknown}: no SLA was promised, or it was never refreshed.
 *
 * @param lagSeconds what is not yet reflected; the age, as changes of the sources are not tracked
 * @param cause why it is not fresh, or null
 */
record FreshnessResponse(
        String name,
        String kind,
        @Nullable Instant asOf,
        @Nullable Double ageSeconds,
        @Nullable Double lagSeconds,
        @Nullable Long slaSeconds,
        String status,
        @Nullable String cause) {

    private static final double MILLIS_PER_SECOND = 1000.0;

    /**
     * @param success the last refresh that succeeded, or null
     * @param last the last refresh that ended, or null
     * @param refresher the job that refreshes it: its group's or its own, or null
     */
    static FreshnessResponse of(
            ViewDefinition view,
            @Nullable Refresh success,
            @Nullable Refresh last,
            @Nullable Job refresher,
            Instant now) {
        Instant asOf = success == null ? null : success.asOf();
        Duration lag = asOf == null ? null : Duration.between(asOf, now);
        Double seconds = lag == null ? null : Math.max(0, lag.toMillis()) / MILLIS_PER_SECOND;
        Duration sla = view.freshness();
        Verdict verdict = verdict(lag, sla, trouble(last), refresher);
        return new FreshnessResponse(
                view.name(),
                "view",
                asOf,
                seconds,
                seconds,
                sla == null ? null : sla.toSeconds(),
                verdict.status(),
                verdict.cause());
    }

    private static Verdict verdict(
            @Nullable Duration lag, @Nullable Duration sla, @Nullable String trouble, @Nullable Job refresher) {
        if (refresher != null && refresher.pause() != null) {
            Job.Pause pause = refresher.pause();
            String why = pause.reason() == null ? "" : ": " + pause.reason();
            return new Verdict("paused", refresher.name() + " is paused by " + pause.by() + why);
        }
        if (lag == null) {
            return new Verdict("unknown", Objects.requireNonNullElse(trouble, "it was never refreshed"));
        }
        if (sla == null) {
            return new Verdict("unknown", Objects.requireNonNullElse(trouble, "no freshness was promised for it"));
        }
        if (lag.compareTo(sla) > 0) {
            return new Verdict("breached", Objects.requireNonNullElse(trouble, "no refresh ended in time"));
        }
        return new Verdict(trouble == null ? "fresh" : "late", trouble);
    }

    private static @Nullable String trouble(@Nullable Refresh last) {
        if (last == null || (last.status() != RefreshStatus.FAILED && last.status() != RefreshStatus.LOST)) {
            return null;
        }
        return "the last refresh " + last.status().id() + ": " + last.errorMessage();
    }

    private record Verdict(String status, @Nullable String cause) {}
}
