// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.cron.Tick;
import dev.freshet.job.Job;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ticks a job's schedule has ahead. */
public final class TickForecast {

    private final TickSequences sequences = new TickSequences();

    /** Ticks in {@code [from, to)}, at most {@code limit}; none where the schedule has none of its own. */
    public List<Tick> list(Job job, Instant from, Instant to, int limit) {
        return sequences
                .of(job.definition().schedule())
                .map(sequence -> sequence.between(from, to, limit))
                .orElse(List.of());
    }

    /** The tick at an instant, if the schedule has one there. */
    public Optional<Tick> find(Job job, Instant at) {
        return list(job, at, at.plusNanos(1_000), 1).stream().findFirst();
    }

    /**
     * Ticks that come due in {@code [from, to)}, with what was ordered for them, in the order in which they do. One that
     * fired ahead of its time does not come any more.
     *
     * @param orders those ahead, also of other jobs
     */
    public List<ComingTick> list(Job job, Instant from, Instant to, int limit, List<TickOrder> orders) {
        Map<Instant, TickOrder> byTick = new HashMap<>();
        orders.stream()
                .filter(order -> order.job().equals(job.name()) && order.state() != TickOrder.State.LAPSED)
                .forEach(order -> byTick.put(order.scheduledFor(), order));
        List<ComingTick> coming = new ArrayList<>();
        for (Tick tick : list(job, from, to, limit)) {
            TickOrder order = byTick.remove(tick.at());
            if (order == null || order.state() == TickOrder.State.PENDING) {
                coming.add(new ComingTick(tick, order));
            }
        }
        // Moved into this time from outside of it.
        for (TickOrder order : byTick.values()) {
            boolean within = !order.dueAt().isBefore(from) && order.dueAt().isBefore(to);
            if (order.movedTo() != null && within && order.state() == TickOrder.State.PENDING) {
                Tick tick = find(job, order.scheduledFor())
                        .orElseGet(() -> new Tick(order.scheduledFor(), List.of(), null));
                coming.add(new ComingTick(tick, order));
            }
        }
        coming.sort(Comparator.comparing(ComingTick::dueAt).thenComparing(ComingTick::at));
        return coming.subList(0, Math.min(limit, coming.size()));
    }
}
