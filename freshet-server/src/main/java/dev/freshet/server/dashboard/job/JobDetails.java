// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.audit.AuditEntry;
import dev.freshet.backfill.Backfill;
import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.Place;
import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.server.chart.Drawing;
import dev.freshet.server.dashboard.run.Fault;
import dev.freshet.server.dashboard.ui.Sign;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a job shows.
 *
 * @param schedule in words
 * @param place where it is defined, or null when it was built in Java
 * @param runs the newest ones, newest first
 * @param active those that have not ended, those at work first, then the oldest; no more than are listed
 * @param ticks its next and its last ticks
 * @param durations of its last runs
 * @param days their outcomes by day
 * @param followers names of the jobs that run after it
 * @param groups names of the groups that refresh it, where it is a view
 * @param acts what people did to it, newest first
 * @param parameters names its SQL expects of a run
 * @param evidence what its runs left to judge them by
 * @param backfills its last ones, newest first
 */
public record JobDetails(
        Job job,
        String schedule,
        @Nullable Place place,
        List<Run> runs,
        List<Run> active,
        JobTicks ticks,
        Drawing durations,
        Drawing days,
        List<String> followers,
        List<String> groups,
        List<AuditEntry> acts,
        List<String> parameters,
        JobEvidence evidence,
        List<Backfill> backfills) {

    public JobDefinition definition() {
        return job.definition();
    }

    public Sign sign() {
        return JobRow.sign(job, active.isEmpty() ? runs.isEmpty() ? null : runs.getFirst() : active.getFirst());
    }

    /** The cron text; null for other schedules. */
    public ScheduleDefinition.@Nullable Cron cron() {
        return job.definition().schedule() instanceof ScheduleDefinition.Cron cron ? cron : null;
    }

    /** The job it runs after; null for other schedules. */
    public @Nullable String upstream() {
        return job.definition().schedule() instanceof ScheduleDefinition.After after ? after.job() : null;
    }

    /** The zone of its schedule where that is not the viewer's. */
    public @Nullable ZoneId otherZone(ZoneId viewer) {
        ScheduleDefinition.Cron cron = cron();
        return cron == null || cron.zone().normalized().equals(viewer.normalized()) ? null : cron.zone();
    }

    /** Whose days a backfill's slices are. */
    public ZoneId zone() {
        return BackfillForm.zone(job);
    }

    /** The day it is in the zone of a backfill. */
    public LocalDate today(Instant now) {
        return BackfillForm.today(job, now);
    }

    public @Nullable String sql() {
        return Fault.sql(job.definition().spec());
    }

    /** What the field for parameters holds at first. */
    public String skeleton() {
        return skeleton(parameters);
    }

    /** The same of a backfill, whose runs are given where their slice ends. */
    public String skeletonForBackfill() {
        return skeleton(
                parameters.stream().filter(name -> !name.equals("logical_end")).toList());
    }

    private static String skeleton(List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        return names.stream()
                .map(name -> "  \"" + name + "\": \"\"")
                .collect(java.util.stream.Collectors.joining(",\n", "{\n", "\n}"));
    }
}
