// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.alert;

import dev.freshet.Freshet;
import dev.freshet.alert.Alert;
import dev.freshet.alert.DeliveryStore;
import dev.freshet.definition.AlertKind;
import dev.freshet.postgres.Session;
import dev.freshet.server.metrics.DatabaseMetrics;
import dev.freshet.server.metrics.Gauges;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** How many alerts are open, and whether their messages arrive. */
@Component
final class AlertMetrics implements DatabaseMetrics {

    private final Freshet freshet;

    AlertMetrics(Freshet freshet) {
        this.freshet = freshet;
    }

    @Override
    public List<MetricSnapshot> read() {
        return freshet.database().call(this::read);
    }

    private List<MetricSnapshot> read(Session session) {
        Map<AlertKind, Long> open = freshet.alerts().store().listOpen(session).stream()
                .collect(Collectors.groupingBy(Alert::kind, Collectors.counting()));
        Gauges alerts = Gauges.of("freshet_alerts_open", "Alerts that are open, by kind");
        AlertKind.ALL.forEach(kind -> alerts.add((double) open.getOrDefault(kind, 0L), "kind", kind.id()));
        DeliveryStore.Counts counts = freshet.alerts().deliveries().count(session);
        return List.of(
                alerts.build(),
                Gauges.single(
                        "freshet_alert_deliveries_retrying",
                        "Messages about alerts that were not taken yet and are tried again",
                        (double) counts.retrying()),
                Gauges.single(
                        "freshet_alert_deliveries_failed",
                        "Messages about alerts, and tests, given up within the last two days",
                        (double) counts.failed()));
    }
}
