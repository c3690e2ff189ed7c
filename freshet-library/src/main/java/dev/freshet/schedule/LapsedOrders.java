// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.cron.Tick;
import dev.freshet.cron.TickSequence;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.Deployable;
import dev.freshet.job.Job;
import dev.freshet.job.JobStore;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lets what was ordered for ticks lapse when a deployment takes the ticks away; deployed after the jobs. */
final class LapsedOrders implements Deployable {

    private final JobStore jobs;
    private final TickStore ticks;
    private final TickOrderStore orders;
    private final TickForecast forecast = new TickForecast();

    LapsedOrders(JobStore jobs, TickStore ticks, TickOrderStore orders) {
        this.jobs = jobs;
        this.ticks = ticks;
        this.orders = orders;
    }

    @Override
    public void deploy(Session session, Definitions definitions, long deploymentId) {
        Instant now = ticks.now(session);
        for (TickOrder order : orders.listPending(session)) {
            Optional<Job> job = jobs.find(session, order.job());
            if (job.isEmpty()) {
                lapse(session, order, now, "the job is not defined any more since deployment " + deploymentId);
            } else if (forecast.list(job.get(), now, TickSequence.HORIZON, 1).isEmpty()) {
                lapse(session, order, now, "the job has no ticks of its own any more since deployment " + deploymentId);
            } else if (order.scheduledFor().isAfter(now)
                    && forecast.find(job.get(), order.scheduledFor()).isEmpty()) {
                lapse(session, order, now, "the schedule has no such tick since deployment " + deploymentId);
            } else if (order.movedTo() != null) {
                // A schedule that was deployed anew counts from now on; the moment the tick was moved to may come
                // first.
                jobs.evaluateBy(session, order.job(), order.dueAt());
            }
        }
    }

    private void lapse(Session session, TickOrder order, Instant now, String because) {
        if (order.movedTo() != null && !order.scheduledFor().isAfter(now)) {
            Tick tick = new Tick(order.scheduledFor(), List.of(), null);
            ticks.settle(session, order.job(), tick, TickOutcome.SKIPPED, order.words() + "; lapsed: " + because);
        }
        orders.settle(session, order, TickOrder.State.LAPSED, because);
    }
}
