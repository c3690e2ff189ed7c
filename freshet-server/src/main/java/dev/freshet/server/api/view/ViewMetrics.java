// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import dev.freshet.Freshet;
import dev.freshet.freshness.Attainment;
import dev.freshet.freshness.Freshness;
import dev.freshet.freshness.FreshnessQueries;
import dev.freshet.freshness.FreshnessStatus;
import dev.freshet.server.metrics.DatabaseMetrics;
import dev.freshet.server.metrics.Gauges;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What {@code /metrics} tells of the views that are declared, each by name. */
@Component
class ViewMetrics implements DatabaseMetrics {

    private static final double MILLIS_PER_SECOND = 1000.0;

    private final Freshet freshet;
    private final FreshnessQueries queries = new FreshnessQueries();

    ViewMetrics(Freshet freshet) {
        this.freshet = freshet;
    }

    @Override
    public List<MetricSnapshot> read() {
        Gauges age = Gauges.of("freshet_view_age_seconds", "How old the data is that the view shows");
        Gauges lag = Gauges.of("freshet_view_lag_seconds", "What the view does not reflect yet");
        Gauges sla = Gauges.of("freshet_view_sla_seconds", "The promised greatest lag");
        Gauges breached = Gauges.of("freshet_view_breached", "1 while the lag is above the SLA");
        Gauges kept = Gauges.of(
                "freshet_view_attainment_ratio", "For which part of the last days the promise was kept, from 0 to 1");
        Gauges status = Gauges.of("freshet_view_status", "1 for the status the view has, 0 for the others");
        Map<String, Attainment> attainment = freshet.database()
                .call(session ->
                        queries.attainment(session, null, freshet.clock().instant()));
        for (Freshness view : freshet.views().freshness()) {
            for (Attainment.Span span :
                    attainment.getOrDefault(view.name(), Attainment.NONE).spans()) {
                if (span.kept() != null) {
                    kept.add(span.kept(), "view", view.name(), "days", Integer.toString(span.days()));
                }
            }
            Duration old = view.age();
            if (old != null) {
                age.add(seconds(old), "view", view.name());
            }
            if (view.lag() != null) {
                lag.add(seconds(view.lag()), "view", view.name());
            }
            if (view.sla() != null) {
                sla.add(seconds(view.sla()), "view", view.name());
                breached.add(view.status() == FreshnessStatus.BREACHED, "view", view.name());
            }
            for (FreshnessStatus one : FreshnessStatus.values()) {
                status.add(view.status() == one, "view", view.name(), "status", one.id());
            }
        }
        return List.of(age.build(), lag.build(), sla.build(), breached.build(), kept.build(), status.build());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS_PER_SECOND;
    }
}
