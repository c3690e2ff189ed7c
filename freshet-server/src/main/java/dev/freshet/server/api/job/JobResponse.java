// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.job;

import dev.freshet.definition.DefinitionJson;
import dev.freshet.definition.Durations;
import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.server.api.run.RunResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A job as the API shows it.
 *
 * @param schedule in words of its file, for example a cron expression, {@code every 5m} or {@code after load}
 * @param targetLag whether it is run just in time for what is promised, without a schedule
 * @param shadow whether its ticks are only accounted for
 * @param definition as declared, with every default filled in
 * @param lastRun the newest run, or null
 */
public record JobResponse(
        String name,
        String type,
        @Nullable String owner,
        @Nullable String description,
        @Nullable String schedule,
        @Nullable String timeZone,
        boolean targetLag,
        boolean shadow,
        @Nullable Instant nextTickAt,
        @Nullable Pause pause,
        @Nullable Long deploymentId,
        @Nullable RunResponse lastRun,
        JsonNode definition) {

    static JobResponse of(Job job, @Nullable Run lastRun, boolean targetLag) {
        JobDefinition definition = job.definition();
        Job.Pause pause = job.pause();
        return new JobResponse(
                job.name(),
                definition.spec().type(),
                definition.owner(),
                definition.description(),
                schedule(definition.schedule()),
                definition.schedule() instanceof ScheduleDefinition.Cron cron
                        ? cron.zone().getId()
                        : null,
                targetLag,
                definition.shadow(),
                job.nextTickAt(),
                pause == null ? null : new Pause(pause.since(), pause.until(), pause.by(), pause.reason()),
                job.deploymentId(),
                lastRun == null ? null : RunResponse.of(lastRun),
                JsonMapper.shared().readTree(DefinitionJson.toJson(definition)));
    }

    private static @Nullable String schedule(@Nullable ScheduleDefinition schedule) {
        return switch (schedule) {
            case null -> null;
            case ScheduleDefinition.Cron cron -> cron.expression();
            case ScheduleDefinition.Every every -> "every " + Durations.print(every.interval());
            case ScheduleDefinition.After after -> "after " + after.job();
        };
    }

    /** Since when and why no tick fires. */
    record Pause(
            Instant since,
            @Nullable Instant until,
            String by,
            @Nullable String reason) {}
}
