// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testing;

import dev.freshet.definition.CatchUpPolicy;
import dev.freshet.definition.Definitions;
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
        @Nullable Duration timeout) {

    public static JobDefinitions sql(String name, String sql) {
        return new JobDefinitions(
                name,
                new JobSpec.Sql(sql, true),
                null,
                OverlapPolicy.COALESCE,
                CatchUpPolicy.LATEST,
                JobDefinition.DEFAULT_CATCH_UP_LIMIT,
                RetryPolicy.NONE,
                null);
    }

    public JobDefinitions every(Duration interval) {
        return schedule(new ScheduleDefinition.Every(interval));
    }

    public JobDefinitions after(String job) {
        return schedule(new ScheduleDefinition.After(job));
    }

    public JobDefinitions schedule(ScheduleDefinition value) {
        return new JobDefinitions(name, spec, value, overlap, catchUp, catchUpLimit, retries, timeout);
    }

    public JobDefinitions spec(JobSpec value) {
        return new JobDefinitions(name, value, schedule, overlap, catchUp, catchUpLimit, retries, timeout);
    }

    public JobDefinitions overlap(OverlapPolicy value) {
        return new JobDefinitions(name, spec, schedule, value, catchUp, catchUpLimit, retries, timeout);
    }

    public JobDefinitions catchUp(CatchUpPolicy value, int limit) {
        return new JobDefinitions(name, spec, schedule, overlap, value, limit, retries, timeout);
    }

    public JobDefinitions retries(int count, String... on) {
        RetryPolicy policy = new RetryPolicy(count, Duration.ofMillis(50), Duration.ofMillis(200), List.of(on));
        return new JobDefinitions(name, spec, schedule, overlap, catchUp, catchUpLimit, policy, timeout);
    }

    public JobDefinitions timeout(Duration value) {
        return new JobDefinitions(name, spec, schedule, overlap, catchUp, catchUpLimit, retries, value);
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
                JobDefinition.DEFAULT_CANCEL_GRACE);
    }

    public static Definitions definitions(JobDefinitions... jobs) {
        return new Definitions(
                List.of(jobs).stream().map(JobDefinitions::definition).toList(),
                List.of(),
                List.of(),
                RetentionDefinition.DEFAULT);
    }
}
