// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** Gauges made at the moment of a scrape. */
public final class Gauges {

    private final GaugeSnapshot.Builder gauge;

    private Gauges(String name, String help) {
        gauge = GaugeSnapshot.builder().name(name).help(help);
    }

    public static Gauges of(String name, String help) {
        return new Gauges(name, help);
    }

    /** A gauge of one number. */
    public static GaugeSnapshot single(String name, String help, double value) {
        return of(name, help).add(value).build();
    }

    /** Adds a series; names of labels and their values in turn. */
    public Gauges add(double value, String... labels) {
        gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(Labels.of(labels))
                .value(value)
                .build());
        return this;
    }

    /** As {@link #add(double, String...)}, for what is true or not. */
    public Gauges add(boolean value, String... labels) {
        return add(value ? 1 : 0, labels);
    }

    public GaugeSnapshot build() {
        return gauge.build();
    }
}
