// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.backfill.BackfillRequest;
import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.job.Job;
import dev.freshet.server.Moments;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A backfill as typed into the form on a job's page. */
record BackfillForm(
        String from,
        String to,
        @Nullable String slice,
        int parallel,
        boolean beside,
        boolean newestFirst,
        boolean failFast,
        @Nullable String parameters,
        @Nullable String reason) {

    BackfillRequest request(String job, ZoneId zone) {
        return new BackfillRequest(
                job,
                Moments.instant("from", from.strip(), zone),
                Moments.instant("to", to.strip(), zone),
                slice == null || slice.isBlank() ? null : slice.strip(),
                zone.getId(),
                parallel,
                beside,
                newestFirst,
                failFast,
                RunParameters.parse(parameters),
                reason == null || reason.isBlank() ? null : reason.strip());
    }

    /** Whose days slices are. */
    static ZoneId zone(Job job) {
        return job.definition().schedule() instanceof ScheduleDefinition.Cron cron ? cron.zone() : ZoneOffset.UTC;
    }

    /** What the form holds at first: the last week. */
    static LocalDate today(Job job, Instant now) {
        return now.atZone(zone(job)).toLocalDate();
    }
}
