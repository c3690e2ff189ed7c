// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.Freshet;
import dev.freshet.cron.TickSequence;
import dev.freshet.job.Job;
import dev.freshet.postgres.Session;
import dev.freshet.schedule.LedgerTick;
import dev.freshet.schedule.TickForecast;
import dev.freshet.schedule.TickOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Reads the ticks of a job: those ahead with what was ordered for them, those past with what became of them. */
@Component
class TicksReader {

    private static final int COMING = 8;
    private static final int LATEST = 6;
    private static final int UNUSUAL = 8;
    private static final int ORDERS = 100;
    private static final Duration UNUSUAL_SINCE = Duration.ofDays(7);
    private static final Duration TALLIED = Duration.ofDays(1);

    private final Freshet freshet;
    private final TickForecast forecast = new TickForecast();

    TicksReader(Freshet freshet) {
        this.freshet = freshet;
    }

    JobTicks read(Session session, Job job, Instant now) {
        Instant lately = now.minus(UNUSUAL_SINCE);
        List<TickOrder> orders = freshet.tickOrders().list(session, job.name(), lately, ORDERS);
        return new JobTicks(
                forecast.list(job, now, TickSequence.HORIZON, COMING, orders),
                past(session, job.name(), now, lately),
                freshet.ticks().tally(session, job.name(), now.minus(TALLIED)),
                orders.stream()
                        .filter(order -> order.state() == TickOrder.State.LAPSED)
                        .toList());
    }

    private List<LedgerTick> past(Session session, String job, Instant now, Instant since) {
        List<LedgerTick> latest = freshet.ticks().listLatest(session, job, now, LATEST);
        List<LedgerTick> unusual = freshet.ticks().listUnusual(session, job, since, UNUSUAL);
        return Stream.concat(latest.stream(), unusual.stream())
                .distinct()
                .sorted(Comparator.comparing(LedgerTick::scheduledFor).reversed())
                .toList();
    }
}
