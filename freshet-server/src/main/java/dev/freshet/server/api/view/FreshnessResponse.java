// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import dev.freshet.definition.ViewDefinition;
import dev.freshet.job.Job;
import dev.freshet.view.Refresh;
import dev.freshet.view.RefreshStatus;
import java.time.Duration;
import java.time.Instant;
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
        Job.Pause pause = refresher == null ? null : refresher.pause();
        boolean failing =
                last != null && (last.status() == RefreshStatus.FAILED || last.status() == RefreshStatus.LOST);
        String trouble = failing ? "the last refresh " + last.status().id() + ": " + last.errorMessage() : null;
        String status;
        String cause = trouble;
        if (pause != null) {
            status = "paused";
            cause = refresher.name() + " is paused by " + pause.by()
                    + (pause.reason() == null ? "" : ": " + pause.reason());
        } else if (lag == null) {
            status = "unknown";
            cause = trouble == null ? "it was never refreshed" : trouble;
        } else if (sla == null) {
            status = "unknown";
        } else if (lag.compareTo(sla) > 0) {
            status = "breached";
            cause = trouble == null ? "no refresh ended in time" : trouble;
        } else {
            status = failing ? "late" : "fresh";
        }
        return new FreshnessResponse(
                view.name(), "view", asOf, seconds, seconds, sla == null ? null : sla.toSeconds(), status, cause);
    }
}
