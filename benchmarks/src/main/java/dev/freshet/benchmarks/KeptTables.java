// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, as tables. */
final class KeptTables {

    private final List<RecordedRefreshes.Refresh> refreshes;
    private final Map<String, Duration> broken;
    private final Instant begun;
    private final Duration length;

    KeptTables(RecordedRefreshes recorded, Instant begun, Duration length) {
        this.refreshes = recorded.list();
        this.broken = recorded.broken();
        this.begun = begun;
        this.length = length;
    }

    String promises(List<LoadWriter.Written> written, Sightings sightings) {
        StringBuilder table = new StringBuilder("""
            | View | Promise | | Kept, by what was seen | Kept, as Freshet says | Half of the changes seen within | 99 of 100 | The slowest |
            |---|---:|---|---:|---:|---:|---:|---:|
            """);
        for (SalesView view : SalesView.values()) {
            for (SalesSide side : SalesSide.values()) {
                Witnessed witnessed = Witnessed.of(view, written, sightings.of(side, view), length);
                double said = 1
                        - (double) broken.getOrDefault(side.view(view), Duration.ZERO)
                                        .toMillis()
                                / length.toMillis();
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %d s | %s | %s | %s | %.1f s | %.1f s | %.1f s |%n",
                        view.sqlName(),
                        view.promise().toSeconds(),
                        side.schema(),
                        percent(witnessed.attainment()),
                        percent(said),
                        seconds(witnessed.percentile(0.5)),
                        seconds(witnessed.percentile(0.99)),
                        seconds(witnessed.percentile(1))));
            }
        }
        return table.toString();
    }

    String refreshes() {
        StringBuilder table = new StringBuilder("""
            | View | Promised: refreshes | busy | Scheduled: refreshes | busy |
            |---|---:|---:|---:|---:|
            """);
        List<String> names = refreshes.stream()
                .map(refresh -> refresh.view().substring(refresh.view().indexOf('.') + 1))
                .distinct()
                .sorted()
                .toList();
        for (String name : names) {
            table.append("| ").append(name);
            for (SalesSide side : SalesSide.values()) {
                table.append(cells(refreshes.stream()
                        .filter(refresh -> refresh.view().equals(side.schema() + "." + name))
                        .toList()));
            }
            table.append(" |\n");
        }
        table.append("| **all**");
        for (SalesSide side : SalesSide.values()) {
            table.append(cells(
                    refreshes.stream().filter(refresh -> refresh.isOf(side)).toList()));
        }
        return table.append(" |\n").toString();
    }

    private static String cells(List<RecordedRefreshes.Refresh> some) {
        Duration busy = some.stream().map(RecordedRefreshes.Refresh::took).reduce(Duration.ZERO, Duration::plus);
        long done = some.stream().filter(RecordedRefreshes.Refresh::refreshed).count();
        return String.format(Locale.ROOT, " | %d | %.1f s", done, seconds(busy));
    }

    String paces(List<Stretch> stretches, List<LoadWriter.Written> written) {
        StringBuilder table = new StringBuilder("""
            | Pace | Minutes | Transactions | Promised: refreshes | Scheduled: refreshes |
            |---|---:|---:|---:|---:|
            """);
        for (Pace pace : Pace.values()) {
            List<Stretch> such =
                    stretches.stream().filter(one -> one.pace() == pace).toList();
            Duration sum = such.stream().map(Stretch::length).reduce(Duration.ZERO, Duration::plus);
            long transactions =
                    written.stream().filter(one -> within(such, one.at())).count();
            table.append(
                    String.format(Locale.ROOT, "| %s | %.1f | %d", pace.words(), sum.toSeconds() / 60.0, transactions));
            Arrays.stream(SalesSide.values())
                    .forEach(side -> table.append(" | ").append(refreshesWithin(side, such)));
            table.append(" |\n");
        }
        return table.toString();
    }

    private long refreshesWithin(SalesSide side, List<Stretch> such) {
        return refreshes.stream()
                .filter(refresh -> refresh.isOf(side) && refresh.refreshed())
                .filter(refresh -> within(such, Duration.between(begun, refresh.startedAt())))
                .count();
    }

    private static boolean within(List<Stretch> such, Duration moment) {
        return such.stream().anyMatch(stretch -> stretch.holds(moment));
    }

    /** Every attempt that did not refresh, and why that may be. */
    String others() {
        return refreshes.stream()
                .filter(refresh -> !refresh.refreshed())
                .map(refresh -> refresh.view() + " " + refresh.status())
                .sorted()
                .distinct()
                .toList()
                .toString();
    }

    /** Rounded down: 100 % is said only where nothing was missing. */
    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.3f %%", Math.floor(part * 100_000) / 1_000);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
