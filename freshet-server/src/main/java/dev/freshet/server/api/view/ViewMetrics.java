// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import dev.freshet.Freshet;
import dev.freshet.error.FreshetException;
import dev.freshet.freshness.Freshness;
import dev.freshet.freshness.FreshnessStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What {@code /metrics} tells of views: {@code freshet_view_lag_seconds}, {@code freshet_view_sla_seconds} and
 * {@code freshet_view_breached}, each by view. Asked of the database when scraped, never in between.
 */
@Component
class ViewMetrics implements MultiCollector {

    private static final double MILLIS_PER_SECOND = 1000.0;

    private final Freshet freshet;

    ViewMetrics(Freshet freshet, PrometheusRegistry registry) {
        this.freshet = freshet;
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        List<Freshness> views;
        try {
            views = freshet.views().freshness();
        } catch (FreshetException e) {
            // No answer, which is not "all fresh": the series are absent.
            return MetricSnapshots.of();
        }
        GaugeSnapshot.Builder lag = gauge("freshet_view_lag_seconds", "What the view does not reflect yet");
        GaugeSnapshot.Builder sla = gauge("freshet_view_sla_seconds", "The promised greatest lag");
        GaugeSnapshot.Builder breached = gauge("freshet_view_breached", "1 while the lag is above the SLA");
        for (Freshness view : views) {
            if (view.lag() != null) {
                lag.dataPoint(point(view, view.lag().toMillis() / MILLIS_PER_SECOND));
            }
            if (view.sla() != null) {
                sla.dataPoint(point(view, view.sla().toMillis() / MILLIS_PER_SECOND));
                breached.dataPoint(point(view, view.status() == FreshnessStatus.BREACHED ? 1 : 0));
            }
        }
        return MetricSnapshots.of(lag.build(), sla.build(), breached.build());
    }

    private static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    private static GaugeDataPointSnapshot point(Freshness view, double value) {
        return GaugeDataPointSnapshot.builder()
                .labels(Labels.of("view", view.name()))
                .value(value)
                .build();
    }
}
