// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** No-ops per second of each contender, round by round. */
final class Throughput {

    private Throughput() {}

    /** Ratios are to the first of them. */
    static String table(Map<Contender, List<Double>> perSecond) {
        double first =
                perSecond.values().stream().findFirst().map(Throughput::median).orElse(1.0);
        StringBuilder table = new StringBuilder("""
            | | Runs/s (median) | Least and most | Ratio | What is kept of a success |
            |---|---:|---:|---:|---|
            """);
        perSecond.forEach((contender, rates) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f–%.0f | %.2f | %s |%n",
                contender.name(),
                median(rates),
                rates.stream().min(Comparator.naturalOrder()).orElseThrow(),
                rates.stream().max(Comparator.naturalOrder()).orElseThrow(),
                median(rates) / first,
                contender.history())));
        return table.toString();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
