// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ticks of a cron expression in a time zone under a daylight-saving policy. */
public final class CronTicks implements TickSequence {

    private final CronExpression expression;
    private final ZoneId zone;
    private final ZoneRules rules;
    private final StretchTicks ticks;

    public CronTicks(CronExpression expression, ZoneId zone, DstPolicy policy) {
        this.expression = expression;
        this.zone = zone;
        this.rules = zone.getRules();
        this.ticks = new StretchTicks(
                expression, gap(policy, expression), overlap(policy, expression), new DstNotes(zone.getId()));
    }

    private static DstPolicy.Gap gap(DstPolicy policy, CronExpression expression) {
        if (policy.gap() != DstPolicy.Gap.DEFAULT) {
            return policy.gap();
        }
        return expression.hourIsFixed() ? DstPolicy.Gap.NEXT : DstPolicy.Gap.SKIP;
    }

    private static DstPolicy.Overlap overlap(DstPolicy policy, CronExpression expression) {
        if (policy.overlap() != DstPolicy.Overlap.DEFAULT) {
            return policy.overlap();
        }
        return expression.hourIsFixed() ? DstPolicy.Overlap.FIRST : DstPolicy.Overlap.BOTH;
    }

    @Override
    public Optional<Tick> next(Instant after) {
        if (!after.isBefore(HORIZON)) {
            return Optional.empty();
        }
        Instant from = after.isBefore(EARLIEST) ? EARLIEST : after.plusNanos(1);
        return between(from, HORIZON, 1).stream().findFirst();
    }

    @Override
    public List<Tick> between(Instant fromInclusive, Instant toExclusive, int limit) {
        List<Tick> found = new ArrayList<>();
        long from = Math.max(wholeSecond(fromInclusive), EARLIEST.getEpochSecond());
        long to = Math.min(wholeSecond(toExclusive), HORIZON.getEpochSecond());
        while (from < to && found.size() < limit) {
            ZoneStretch stretch = ZoneStretch.at(rules, from);
            long end = Math.min(to, stretch.end());
            while (from < end && found.size() < limit) {
                Tick tick = ticks.first(stretch, from, end);
                if (tick == null) {
                    from = end;
                } else {
                    found.add(tick);
                    from = tick.at().getEpochSecond() + 1;
                }
            }
        }
        return found;
    }

    private static long wholeSecond(Instant instant) {
        return instant.getNano() == 0 ? instant.getEpochSecond() : instant.getEpochSecond() + 1;
    }

    @Override
    public String toString() {
        return expression + " " + zone;
    }
}
