// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a view's promise was kept, computed from when changes were written and when they were seen.
 *
 * @param toShow how long each change took until it was seen, from the least to the most
 * @param broken the times in which some change had been there for longer than was promised, one after the other
 */
record Witnessed(List<Duration> toShow, List<Broken> broken, Duration length) {

    /** A time in which a promise was broken. */
    record Broken(Duration from, Duration to) {}

    static Witnessed of(
            SalesView view, List<LoadWriter.Written> written, List<Sightings.Sighting> seen, Duration length) {
        List<Duration> toShow = new ArrayList<>();
        List<Broken> late = new ArrayList<>();
        for (SalesTable table : view.sources()) {
            int next = 0;
            for (LoadWriter.Written change :
                    written.stream().filter(one -> one.table() == table).toList()) {
                while (next < seen.size() && seen.get(next).changes().getOrDefault(table, 0L) < change.change()) {
                    next++;
                }
                // What was not seen was not shown until the end.
                Duration shown = next < seen.size() ? seen.get(next).at() : length;
                toShow.add(shown.minus(change.at()));
                Duration due = change.at().plus(view.promise());
                if (shown.compareTo(due) > 0 && due.compareTo(length) < 0) {
                    late.add(new Broken(due, shown.compareTo(length) < 0 ? shown : length));
                }
            }
        }
        return new Witnessed(toShow.stream().sorted().toList(), union(late), length);
    }

    private static List<Broken> union(List<Broken> late) {
        List<Broken> union = new ArrayList<>();
        for (Broken one :
                late.stream().sorted(Comparator.comparing(Broken::from)).toList()) {
            Broken last = union.isEmpty() ? null : union.getLast();
            if (last == null || last.to().compareTo(one.from()) < 0) {
                union.add(one);
            } else if (one.to().compareTo(last.to()) > 0) {
                union.set(union.size() - 1, new Broken(last.from(), one.to()));
            }
        }
        return List.copyOf(union);
    }

    double attainment() {
        long nanos = broken.stream()
                .mapToLong(one -> one.to().minus(one.from()).toNanos())
                .sum();
        return 1 - (double) nanos / length.toNanos();
    }

    Duration percentile(double share) {
        return toShow.isEmpty() ? Duration.ZERO : toShow.get((int) Math.max(0, Math.ceil(share * toShow.size()) - 1));
    }
}
