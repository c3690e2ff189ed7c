// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The promised greatest lag (the SLA), which may differ by the time of the week. {@code freshet.sla_at} says the same in
 * SQL.
 *
 * @param target outside of the windows; null where nothing is promised there
 * @param zone whose wall clock the windows mean
 * @param windows where several hold, the strictest counts
 */
public record FreshnessPromise(@Nullable Duration target, ZoneId zone, List<PromiseWindow> windows) {

    /** A window comes again after a week, or two where the change of clocks skips it. */
    private static final int DAYS_LOOKED_AHEAD = 16;

    public FreshnessPromise {
        windows = List.copyOf(windows);
        if (target == null && windows.isEmpty()) {
            throw new IllegalArgumentException("A promise needs a target or a window");
        }
    }

    /** The same at any time. */
    public static FreshnessPromise of(Duration target) {
        return new FreshnessPromise(target, ZoneOffset.UTC, List.of());
    }

    /** What is promised at a moment, or null where nothing is. */
    public @Nullable Duration slaAt(Instant moment) {
        LocalDateTime local = LocalDateTime.ofInstant(moment, zone);
        return windows.stream()
                .filter(window -> window.contains(local))
                .map(PromiseWindow::target)
                .min(Comparator.naturalOrder())
                .orElse(target);
    }

    /** The strictest that is ever promised. */
    public Duration strictest() {
        return targets().min(Comparator.naturalOrder()).orElseThrow();
    }

    /** When something else is promised next than at a moment; null where that never changes. */
    public @Nullable Instant changesAfter(Instant moment) {
        if (windows.isEmpty()) {
            return null;
        }
        Duration before = slaAt(moment);
        return boundariesAfter(moment).stream()
                .filter(boundary -> !Objects.equals(before, slaAt(boundary)))
                .findFirst()
                .orElse(null);
    }

    /** The first moment at which a change that is not reflected breaks the promise; null where it never does. */
    public @Nullable Instant breachAt(Instant change) {
        Instant from = change.plus(strictest());
        Instant last = change.plus(targets().max(Comparator.naturalOrder()).orElseThrow())
                .plus(Duration.ofDays(DAYS_LOOKED_AHEAD));
        while (true) {
            Instant until = changesAfter(from);
            Instant broken = brokenFrom(change, from, until);
            if (broken != null) {
                return broken;
            }
            if (until == null || until.isAfter(last)) {
                return null;
            }
            from = until;
        }
    }

    /** When, between two moments, a change that is not reflected breaks the promise: stretches without a pause, in order. */
    public List<Broken> brokenWithin(Instant change, Instant from, Instant to) {
        List<Broken> stretches = new ArrayList<>();
        Instant at = change.plus(strictest()).isAfter(from) ? change.plus(strictest()) : from;
        while (at.isBefore(to)) {
            Instant until = changesAfter(at);
            Instant since = brokenFrom(change, at, until);
            Instant end = until == null || until.isAfter(to) ? to : until;
            if (since != null && since.isBefore(end)) {
                boolean goesOn =
                        !stretches.isEmpty() && stretches.getLast().to().equals(since);
                stretches.add(new Broken(goesOn ? stretches.removeLast().from() : since, end));
            }
            at = end;
        }
        return stretches;
    }

    /** For how long between two moments anything was promised. */
    public Duration promisedWithin(Instant from, Instant to) {
        Duration sum = Duration.ZERO;
        Instant at = from;
        while (at.isBefore(to)) {
            Instant change = changesAfter(at);
            Instant until = change == null || change.isAfter(to) ? to : change;
            if (slaAt(at) != null) {
                sum = sum.plus(Duration.between(at, until));
            }
            at = until;
        }
        return sum;
    }

    /** A time in which the promise is broken; {@code to} is not part of it. */
    public record Broken(Instant from, Instant to) {}

    private @Nullable Instant brokenFrom(Instant change, Instant from, @Nullable Instant until) {
        Duration sla = slaAt(from);
        if (sla == null) {
            return null;
        }
        Instant limit = change.plus(sla);
        Instant broken = limit.isBefore(from) ? from : limit;
        return until == null || broken.isBefore(until) ? broken : null;
    }

    private Stream<Duration> targets() {
        return Stream.concat(Stream.ofNullable(target), windows.stream().map(PromiseWindow::target));
    }

    /** Every moment soon after which a window may begin or end: where the wall clock shows its time, or jumps. */
    private TreeSet<Instant> boundariesAfter(Instant moment) {
        TreeSet<Instant> boundaries = new TreeSet<>();
        LocalDate first = LocalDate.ofInstant(moment, zone);
        for (int day = 0; day <= DAYS_LOOKED_AHEAD; day++) {
            for (PromiseWindow window : windows) {
                add(boundaries, first.plusDays(day), window.from(), moment);
                add(boundaries, first.plusDays(day), window.to(), moment);
            }
        }
        Instant end = moment.plus(Duration.ofDays(DAYS_LOOKED_AHEAD));
        ZoneOffsetTransition transition = zone.getRules().nextTransition(moment);
        while (transition != null && transition.getInstant().isBefore(end)) {
            boundaries.add(transition.getInstant());
            transition = zone.getRules().nextTransition(transition.getInstant());
        }
        return boundaries;
    }

    private void add(TreeSet<Instant> boundaries, LocalDate day, LocalTime time, Instant after) {
        LocalDateTime local = day.atTime(time);
        for (ZoneOffset offset : zone.getRules().getValidOffsets(local)) {
            Instant boundary = local.toInstant(offset);
            if (boundary.isAfter(after)) {
                boundaries.add(boundary);
            }
        }
    }
}
