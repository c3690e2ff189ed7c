// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.cron.CronDescription;
import dev.freshet.cron.CronExpression;
import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.JobSpec;
import dev.freshet.definition.RetryPolicy;
import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.server.text.Human;
import java.time.ZoneOffset;
import java.util.List;

/** A job's schedule and policies in words. */
public final class ScheduleWords {

    private ScheduleWords() {}

    /**
     * {@code every 5 minutes}, {@code at 02:30 on weekdays, Europe/Berlin}, {@code after load-events}, {@code just in time for
     * what is promised}, {@code on demand}.
     *
     * @param groups that refresh it too
     * @param planned whether it is run just in time for what is promised
     */
    public static String of(JobDefinition job, List<String> groups, boolean planned) {
        ScheduleDefinition schedule = job.schedule();
        if (schedule != null) {
            return of(schedule);
        }
        if (planned) {
            return "just in time for what is promised";
        }
        return groups.isEmpty()
                ? "on demand"
                : "with group" + (groups.size() == 1 ? " " : "s ") + String.join(", ", groups);
    }

    /** {@code every 5 minutes}, {@code at 02:30 on weekdays, Europe/Berlin}, {@code after load-events}. */
    public static String of(ScheduleDefinition schedule) {
        return switch (schedule) {
            case ScheduleDefinition.Cron cron ->
                CronDescription.of(CronExpression.parse(cron.expression()))
                        + (cron.zone().normalized().equals(ZoneOffset.UTC)
                                ? ""
                                : ", " + cron.zone().getId());
            case ScheduleDefinition.Every every -> "every " + Human.duration(every.interval());
            case ScheduleDefinition.After after -> "after " + after.job();
        };
    }

    /** What becomes of a tick that is due while the job runs. */
    public static String overlap(JobDefinition job) {
        return switch (job.overlap()) {
            case COALESCE -> "coalesce: one follow-up run";
            case SKIP -> "skip: the tick is skipped";
            case CANCEL_RUNNING -> "cancel-running: the new one takes over";
            case ALLOW -> "allow: runs beside each other";
        };
    }

    /** What becomes of ticks nobody was there for. */
    public static String catchUp(JobDefinition job) {
        return switch (job.catchUp()) {
            case NONE -> "none: missed ticks are skipped";
            case LATEST -> "latest: one run for all missed ticks";
            case ALL -> "all: a run for each, at most " + job.catchUpLimit();
        };
    }

    public static String retries(JobDefinition job) {
        RetryPolicy retries = job.retries();
        return retries.count() == 0
                ? "none"
                : Human.number(retries.count()) + ", from " + Human.duration(retries.backoff()) + " apart, on "
                        + String.join(", ", retries.on());
    }

    /** {@code sql}, {@code procedure}, {@code view} or {@code group}: what people call it. */
    public static String kind(JobDefinition job) {
        return switch (job.spec()) {
            case JobSpec.Refresh refresh -> refresh.group() == null ? "view" : "group";
            default -> job.spec().type();
        };
    }
}
