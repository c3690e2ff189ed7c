// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of a job beside the starts of the old scheduler, each start with at most one tick.
 *
 * @param matched in order
 * @param onlyOld starts without a tick
 * @param onlyFreshet ticks without a start
 * @param remarks what may explain the differences
 */
public record StartComparison(
        List<String> jobs,
        List<Match> matched,
        List<Instant> onlyOld,
        List<Instant> onlyFreshet,
        List<String> remarks) {

    /** A change of the clock explains what lies so close to it: cron itself looks three hours around. */
    private static final Duration NEAR_A_CHANGE = Duration.ofHours(3);

    private static final int FEWEST_FOR_A_PATTERN = 2;

    public StartComparison {
        jobs = List.copyOf(jobs);
        matched = List.copyOf(matched);
        onlyOld = List.copyOf(onlyOld);
        onlyFreshet = List.copyOf(onlyFreshet);
        remarks = List.copyOf(remarks);
    }

    /** A tick and the start that belongs to it. */
    public record Match(Instant tick, Instant start) {
        /** How much later than the tick the old scheduler started; negative when earlier. */
        public Duration skew() {
            return Duration.between(tick, start);
        }
    }

    /**
     * Compares.
     *
     * @param ticks in order
     * @param starts in order
     * @param zone whose clock the job's schedule means; null for none
     * @param tolerance how far from its tick a start may be
     */
    public static StartComparison of(
            List<String> jobs, List<Instant> ticks, List<Instant> starts, @Nullable ZoneId zone, Duration tolerance) {
        List<Match> matched = new ArrayList<>();
        List<Instant> onlyOld = new ArrayList<>();
        List<Instant> onlyFreshet = new ArrayList<>();
        int tick = 0;
        int start = 0;
        while (tick < ticks.size() && start < starts.size()) {
            Instant dueAt = ticks.get(tick);
            Instant startedAt = starts.get(start);
            Duration distance = Duration.between(dueAt, startedAt).abs();
            boolean nextIsNearer = tick + 1 < ticks.size()
                    && Duration.between(ticks.get(tick + 1), startedAt).abs().compareTo(distance) < 0;
            if (distance.compareTo(tolerance) <= 0 && !nextIsNearer) {
                matched.add(new Match(dueAt, startedAt));
                tick++;
                start++;
            } else if (dueAt.isBefore(startedAt)) {
                onlyFreshet.add(dueAt);
                tick++;
            } else {
                onlyOld.add(startedAt);
                start++;
            }
        }
        onlyFreshet.addAll(ticks.subList(tick, ticks.size()));
        onlyOld.addAll(starts.subList(start, starts.size()));
        return new StartComparison(jobs, matched, onlyOld, onlyFreshet, remarks(onlyOld, onlyFreshet, zone, tolerance));
    }

    /** Whether both did the same. */
    public boolean agrees() {
        return onlyOld.isEmpty() && onlyFreshet.isEmpty();
    }

    /** The largest distance of a start from its tick. */
    public Optional<Duration> largestSkew() {
        return matched.stream().map(Match::skew).max((a, b) -> a.abs().compareTo(b.abs()));
    }

    private static List<String> remarks(
            List<Instant> onlyOld, List<Instant> onlyFreshet, @Nullable ZoneId zone, Duration tolerance) {
        List<String> remarks = new ArrayList<>();
        if (zone != null) {
            Stream.concat(onlyOld.stream(), onlyFreshet.stream())
                    .flatMap(at -> change(zone, at).stream())
                    .distinct()
                    .sorted()
                    .forEach(change -> remarks.add(told(zone, change)));
        }
        offset(onlyOld, onlyFreshet, tolerance)
                .ifPresent(hours -> remarks.add("every start is " + hours
                        + " than its tick: the old scheduler's clock is that of another zone; set time-zone"));
        if (onlyFreshet.isEmpty() && !onlyOld.isEmpty() && remarks.isEmpty()) {
            remarks.add("was the job paused, changed or not yet applied then?");
        }
        if (onlyOld.isEmpty() && !onlyFreshet.isEmpty() && remarks.isEmpty()) {
            remarks.add("was the old scheduler off, or does its list end earlier?");
        }
        return remarks;
    }

    private static Optional<ZoneOffsetTransition> change(ZoneId zone, Instant at) {
        ZoneOffsetTransition change = zone.getRules().nextTransition(at.minus(NEAR_A_CHANGE));
        boolean near = change != null && !change.getInstant().isAfter(at.plus(NEAR_A_CHANGE));
        return near ? Optional.of(change) : Optional.empty();
    }

    private static String told(ZoneId zone, ZoneOffsetTransition change) {
        String clock = change.getDateTimeBefore().toLocalTime() + " to "
                + change.getDateTimeAfter().toLocalTime();
        return "the clock of " + zone + " went from " + clock + " on "
                + change.getDateTimeBefore().toLocalDate() + (change.isGap() ? " (gap)" : " (overlap)")
                + "; schedulers differ there, see the key dst";
    }

    /** Whether all differences are one and the same number of quarters of an hour. */
    private static Optional<String> offset(List<Instant> onlyOld, List<Instant> onlyFreshet, Duration tolerance) {
        int pairs = Math.min(onlyOld.size(), onlyFreshet.size());
        if (pairs < FEWEST_FOR_A_PATTERN || Math.abs(onlyOld.size() - onlyFreshet.size()) > 1) {
            return Optional.empty();
        }
        long quarter = 900;
        long quarters = Math.round(
                Duration.between(onlyFreshet.getFirst(), onlyOld.getFirst()).toSeconds() / (double) quarter);
        Duration shift = Duration.ofSeconds(quarters * quarter);
        if (shift.isZero()) {
            return Optional.empty();
        }
        for (int i = 0; i < pairs; i++) {
            Duration off = Duration.between(onlyFreshet.get(i), onlyOld.get(i))
                    .minus(shift)
                    .abs();
            if (off.compareTo(tolerance) > 0) {
                return Optional.empty();
            }
        }
        String minutes =
                shift.abs().toMinutes() % 60 == 0 ? "" : " " + shift.abs().toMinutesPart() + " min";
        return Optional.of(shift.abs().toHours() + " h" + minutes + (shift.isNegative() ? " earlier" : " later"));
    }
}
