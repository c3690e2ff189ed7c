// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testing;

import dev.freshet.definition.CatchUpPolicy;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.EvidenceDefinition;
import dev.freshet.definition.ItemProcess;
import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.JobSpec;
import dev.freshet.definition.OverlapPolicy;
import dev.freshet.definition.RetentionDefinition;
import dev.freshet.definition.RetryPolicy;
import dev.freshet.definition.ScheduleDefinition;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Job definitions for tests: a {@code sql} job with defaults, changed step by step. */
public record JobDefinitions(
        String name,
        JobSpec spec,
        @Nullable ScheduleDefinition schedule,
        OverlapPolicy overlap,
        CatchUpPolicy catchUp,
        int catchUpLimit,
        RetryPolicy retries,
        @Nullable Duration timeout,
        boolean shadow,
        EvidenceDefinition evidence) {

    public static JobDefinitions sql(String name, String sql) {
        return new JobDefinitions(
                name,
                new JobSpec.Sql(sql, true),
                null,
                OverlapPolicy.COALESCE,
                CatchUpPolicy.LATEST,
                JobDefinition.DEFAULT_CATCH_UP_LIMIT,
                RetryPolicy.NONE,
                null,
                false,
                EvidenceDefinition.NONE);
    }

    /** An {@code items} job whose items are worked on by SQL. */
    public static JobDefinitions items(String name, String select, String process, int concurrency) {
        return sql(name, "").spec(new JobSpec.Items(select, new ItemProcess.Sql(process), concurrency, false));
    }

    public JobDefinitions every(Duration interval) {
        return schedule(new ScheduleDefinition.Every(interval));
    }

    public JobDefinitions after(String job) {
        return schedule(new ScheduleDefinition.After(job));
    }

    public JobDefinitions schedule(@Nullable ScheduleDefinition value) {
        return new JobDefinitions(
                name, spec, value, overlap, catchUp, catchUpLimit, retries, timeout, shadow, evidence);
    }

    public JobDefinitions spec(JobSpec value) {
        return new JobDefinitions(
                name, value, schedule, overlap, catchUp, catchUpLimit, retries, timeout, shadow, evidence);
    }

    public JobDefinitions overlap(OverlapPolicy value) {
        return new JobDefinitions(
                name, spec, schedule, value, catchUp, catchUpLimit, retries, timeout, shadow, evidence);
    }

    public JobDefinitions catchUp(CatchUpPolicy value, int limit) {
        return new JobDefinitions(name, spec, schedule, overlap, value, limit, retries, timeout, shadow, evidence);
    }

    public JobDefinitions retries(int count, String... on) {
        RetryPolicy policy = new RetryPolicy(count, Duration.ofMillis(50), Duration.ofMillis(200), List.of(on));
        return new JobDefinitions(
                name, spec, schedule, overlap, catchUp, catchUpLimit, policy, timeout, shadow, evidence);
    }

    public JobDefinitions timeout(Duration value) {
        return new JobDefinitions(
                name, spec, schedule, overlap, catchUp, catchUpLimit, retries, value, shadow, evidence);
    }

    public JobDefinitions shadowed() {
        return new JobDefinitions(
                name, spec, schedule, overlap, catchUp, catchUpLimit, retries, timeout, true, evidence);
    }

    public JobDefinitions evidence(EvidenceDefinition value) {
        return new JobDefinitions(
                name, spec, schedule, overlap, catchUp, catchUpLimit, retries, timeout, shadow, value);
    }

    public JobDefinition definition() {
        return new JobDefinition(
                name,
                "test",
                null,
                spec,
                schedule,
                overlap,
                catchUp,
                catchUpLimit,
                retries,
                timeout,
                null,
                null,
                JobDefinition.DEFAULT_CANCEL_GRACE,
                JobDefinition.DEFAULT_SLOW_FACTOR,
                shadow,
                evidence);
    }

    public static Definitions definitions(JobDefinitions... jobs) {
        return new Definitions(
                List.of(jobs).stream().map(JobDefinitions::definition).toList(),
                List.of(),
                List.of(),
                List.of(),
                RetentionDefinition.DEFAULT);
    }
}
