// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.cron.Tick;
import dev.freshet.cron.TickSequence;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.Deployable;
import dev.freshet.definition.JobDefinition;
import dev.freshet.job.Job;
import dev.freshet.job.JobStore;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Accounts for the ticks that were due by a schedule which a deployment changes or takes away, and that nobody evaluated
 * before: the new schedule counts from the deployment on. Deployed before the jobs.
 */
final class SupersededTicks implements Deployable {

    private static final int TICKS_AT_ONCE = 1_000;

    private final JobStore jobs;
    private final TickStore ticks;
    private final TickSequences sequences = new TickSequences();

    SupersededTicks(JobStore jobs, TickStore ticks) {
        this.jobs = jobs;
        this.ticks = ticks;
    }

    @Override
    public void deploy(Session session, Definitions definitions, long deploymentId) {
        Map<String, JobDefinition> wanted =
                definitions.allJobs().stream().collect(Collectors.toMap(JobDefinition::name, Function.identity()));
        Instant now = ticks.now(session);
        // By name, the order in which all lock jobs.
        for (Job job : jobs.list(session)) {
            JobDefinition later = wanted.get(job.name());
            boolean keeps = later != null
                    && Objects.equals(later.schedule(), job.definition().schedule());
            if (!keeps && job.nextTickAt() != null && job.nextTickAt().isBefore(now)) {
                String because = (later == null ? "the job went away" : "the schedule changed") + " in deployment "
                        + deploymentId + " before it was evaluated";
                skipDue(session, jobs.lock(session, job.name()), now, because);
            }
        }
    }

    private void skipDue(Session session, Job job, Instant now, String because) {
        Instant from = job.evaluatedUntil();
        TickSequence sequence = sequences.of(job.definition().schedule()).orElse(null);
        if (from == null || sequence == null) {
            return;
        }
        List<Tick> due;
        do {
            due = sequence.between(from.plusNanos(1_000), now.plusNanos(1_000), TICKS_AT_ONCE);
            for (Tick tick : due) {
                ticks.settle(session, job.name(), tick, TickOutcome.SKIPPED, because);
                from = tick.at();
            }
        } while (due.size() == TICKS_AT_ONCE);
    }
}
