// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How late due no-ops began.
 *
 * @param sorted from the earliest to the latest; negative where one began before it was due
 * @param transactions of the database in a second, meanwhile
 */
record Lateness(String name, List<Duration> sorted, double transactions) {

    Lateness {
        sorted = List.copyOf(sorted);
    }

    static String table(List<Lateness> readings) {
        StringBuilder table = new StringBuilder("""
            | | Least | p50 | p90 | p99 | Most | Transactions/s |
            |---|---:|---:|---:|---:|---:|---:|
            """);
        readings.forEach(reading -> table.append(reading.row()));
        return table.toString();
    }

    private String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %.1f |%n",
                name,
                percentile(0),
                percentile(0.5),
                percentile(0.9),
                percentile(0.99),
                percentile(1),
                transactions);
    }

    private double percentile(double share) {
        int index = (int) Math.max(0, Math.ceil(share * sorted.size()) - 1);
        return sorted.get(index).toNanos() / 1e6;
    }
}
