// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.cron.Tick;
import dev.freshet.cron.TickSequence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Due ticks, parted by what people ordered for them.
 *
 * @param plain those that nobody ordered anything for
 * @param skipped those that somebody skips
 * @param waiting those that were moved to a later moment, which lies ahead
 * @param moved those whose moment has come, whenever their own is
 * @param gone orders for ticks that the schedule does not have any more
 */
record OrderedTicks(
        List<Tick> plain, List<Ordered> skipped, List<Ordered> waiting, List<Ordered> moved, List<TickOrder> gone) {

    /** A tick and what was ordered for it. */
    record Ordered(Tick tick, TickOrder order) {}

    /**
     * @param due in order, all at or before {@code now}
     * @param orders those for due ticks, settled ones included, and pending ones whose moment has come
     */
    static OrderedTicks part(List<Tick> due, List<TickOrder> orders, TickSequence sequence, Instant now) {
        Map<Instant, TickOrder> byTick = new HashMap<>();
        orders.stream()
                .filter(order -> order.state() != TickOrder.State.LAPSED)
                .forEach(order -> byTick.put(order.scheduledFor(), order));
        OrderedTicks parted = new OrderedTicks(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Tick tick : due) {
            TickOrder order = byTick.get(tick.at());
            if (order == null) {
                parted.plain.add(tick);
            } else if (order.state() == TickOrder.State.PENDING) {
                parted.add(new Ordered(tick, order), now);
                byTick.remove(tick.at());
            }
            // Else it was moved ahead of its time and is in the ledger.
        }
        for (TickOrder order : orders) {
            if (order.equals(byTick.get(order.scheduledFor())) && order.state() == TickOrder.State.PENDING) {
                parted.addWithoutTick(order, sequence, now);
            }
        }
        return parted;
    }

    private void add(Ordered ordered, Instant now) {
        Instant to = ordered.order.movedTo();
        if (to == null) {
            skipped.add(ordered);
        } else if (to.isAfter(now)) {
            waiting.add(ordered);
        } else {
            moved.add(ordered);
        }
    }

    /** The tick is not due by the schedule: it lies ahead, or it is past and waited for the moment it was moved to. */
    private void addWithoutTick(TickOrder order, TickSequence sequence, Instant now) {
        Instant at = order.scheduledFor();
        List<Tick> known = sequence.between(at, at.plusNanos(1_000), 1);
        if (!known.isEmpty()) {
            add(new Ordered(known.getFirst(), order), now);
        } else if (!at.isAfter(now) && order.movedTo() != null) {
            // The schedule changed since, but the ledger says that this tick was moved: it fires.
            moved.add(new Ordered(new Tick(at, List.of(), null), order));
        } else {
            gone.add(order);
        }
    }
}
