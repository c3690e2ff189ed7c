// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import dev.freshet.cron.DstPolicy.Gap;
import dev.freshet.cron.DstPolicy.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Slow and plain: looks at each moment of the real timeline, then at each wall-clock time that does not exist, and
 * applies the policy by its words. Shares no code with what it judges.
 */
record TickOracle(SampleCron sample, ZoneRules rules, DstPolicy policy, Duration step) {

    /** Within {@code [from, to)}, in which the clock jumps by at most {@code jump}. */
    SortedMap<Instant, SortedSet<LocalDateTime>> ticks(Instant from, Instant to, Duration jump) {
        SortedMap<Instant, SortedSet<LocalDateTime>> ticks = new TreeMap<>();
        for (Instant at = from; at.isBefore(to); at = at.plus(step)) {
            LocalDateTime local = LocalDateTime.ofInstant(at, rules.getOffset(at));
            if (sample.matches(local) && fires(local, rules.getOffset(at))) {
                add(ticks, at, local);
            }
        }
        LocalDateTime start = LocalDateTime.ofInstant(from, rules.getOffset(from.minusSeconds(1)))
                .minus(jump);
        LocalDateTime end = LocalDateTime.ofInstant(to, rules.getOffset(to)).plus(jump);
        for (LocalDateTime local : missing(start, end)) {
            if (sample.matches(local)) {
                for (Instant at : moved(local)) {
                    if (!at.isBefore(from) && at.isBefore(to)) {
                        add(ticks, at, local);
                    }
                }
            }
        }
        return ticks;
    }

    private List<LocalDateTime> missing(LocalDateTime start, LocalDateTime end) {
        List<LocalDateTime> missing = new ArrayList<>();
        for (LocalDateTime local = start; local.isBefore(end); local = local.plus(step)) {
            if (rules.getValidOffsets(local).isEmpty()) {
                missing.add(local);
            }
        }
        return missing;
    }

    private boolean fires(LocalDateTime local, ZoneOffset offset) {
        List<ZoneOffset> passes = rules.getValidOffsets(local);
        if (passes.size() < 2) {
            return true;
        }
        Overlap overlap = policy.overlap();
        if (overlap == Overlap.DEFAULT) {
            overlap = sample.hourIsFixed() ? Overlap.FIRST : Overlap.BOTH;
        }
        return switch (overlap) {
            case BOTH, DEFAULT -> true;
            case FIRST -> offset.equals(passes.getFirst());
            case SECOND -> offset.equals(passes.getLast());
        };
    }

    private List<Instant> moved(LocalDateTime local) {
        ZoneOffsetTransition gap = rules.getTransition(local);
        Gap what = policy.gap();
        if (what == Gap.DEFAULT) {
            what = sample.hourIsFixed() ? Gap.NEXT : Gap.SKIP;
        }
        return switch (what) {
            case SKIP, DEFAULT -> List.of();
            case NEXT -> List.of(gap.getInstant());
            case SHIFT -> List.of(local.plus(gap.getDuration()).toInstant(gap.getOffsetAfter()));
        };
    }

    private static void add(SortedMap<Instant, SortedSet<LocalDateTime>> ticks, Instant at, LocalDateTime local) {
        ticks.computeIfAbsent(at, key -> new TreeSet<>()).add(local);
    }
}
