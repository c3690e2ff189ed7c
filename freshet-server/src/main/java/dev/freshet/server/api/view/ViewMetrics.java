// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import dev.freshet.Freshet;
import dev.freshet.error.FreshetException;
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

    private final Freshet freshet;

    ViewMetrics(Freshet freshet, PrometheusRegistry registry) {
        this.freshet = freshet;
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        List<FreshnessResponse> views;
        try {
            views = ViewCatalog.read(freshet).freshness();
        } catch (FreshetException e) {
            // No answer, which is not "all fresh": the series are absent.
            return MetricSnapshots.of();
        }
        GaugeSnapshot.Builder lag = gauge("freshet_view_lag_seconds", "What the view does not reflect yet");
        GaugeSnapshot.Builder sla = gauge("freshet_view_sla_seconds", "The promised greatest lag");
        GaugeSnapshot.Builder breached = gauge("freshet_view_breached", "1 while the lag is above the SLA");
        for (FreshnessResponse view : views) {
            if (view.lagSeconds() != null) {
                lag.dataPoint(point(view, view.lagSeconds()));
            }
            if (view.slaSeconds() != null) {
                sla.dataPoint(point(view, view.slaSeconds()));
                breached.dataPoint(point(view, view.status().equals("breached") ? 1 : 0));
            }
        }
        return MetricSnapshots.of(lag.build(), sla.build(), breached.build());
    }

    private static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    private static GaugeDataPointSnapshot point(FreshnessResponse view, double value) {
        return GaugeDataPointSnapshot.builder()
                .labels(Labels.of("view", view.name()))
                .value(value)
                .build();
    }
}
