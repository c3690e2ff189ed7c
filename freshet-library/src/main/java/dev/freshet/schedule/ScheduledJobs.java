// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.definition.Definitions;
import dev.freshet.definition.Deployable;
import dev.freshet.job.JobStore;
import dev.freshet.postgres.Session;
import java.util.List;

/** Deploys jobs, with what becomes of the ticks that are due by their old schedules and of those for which something was ordered. */
public final class ScheduledJobs implements Deployable {

    private final List<Deployable> steps;

    public ScheduledJobs(JobStore jobs, TickStore ticks, TickOrderStore orders) {
        steps = List.of(new SupersededTicks(jobs, ticks), jobs, new LapsedOrders(jobs, ticks, orders));
    }

    @Override
    public void deploy(Session session, Definitions definitions, long deploymentId) {
        steps.forEach(step -> step.deploy(session, definitions, deploymentId));
    }
}
