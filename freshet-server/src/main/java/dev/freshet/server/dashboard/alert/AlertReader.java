// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.alert;

import dev.freshet.Freshet;
import dev.freshet.alert.Alert;
import dev.freshet.alert.Delivery;
import dev.freshet.alert.Silence;
import dev.freshet.definition.ChannelDefinition;
import dev.freshet.postgres.Session;
import dev.freshet.server.dashboard.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Reads what the page of alerts shows, in five queries. */
@Component
class AlertReader {

    private static final Duration LATELY = Duration.ofDays(7);
    private static final int RESOLVED = 50;
    /** Of each channel: enough to have the newest of each of its ways. */
    private static final int LATEST = 20;

    private final Freshet freshet;

    AlertReader(Freshet freshet) {
        this.freshet = freshet;
    }

    AlertBoard read(Reader reader) {
        List<ChannelDefinition> channels = freshet.alerts().channels();
        return freshet.database().call(session -> read(session, reader, channels));
    }

    private AlertBoard read(Session session, Reader reader, List<ChannelDefinition> channels) {
        List<Alert> open = freshet.alerts().store().listOpen(session);
        List<Alert> resolved =
                freshet.alerts().store().listResolved(session, reader.now().minus(LATELY), RESOLVED);
        List<Silence> silences = freshet.alerts().silences().listActive(session);
        List<Long> ids = new ArrayList<>(open.stream().map(Alert::id).toList());
        resolved.forEach(alert -> ids.add(alert.id()));
        Map<Long, List<Delivery>> told = freshet.alerts().deliveries().list(session, ids).stream()
                .filter(delivery -> delivery.alertId() != null)
                .collect(Collectors.groupingBy(delivery -> delivery.alertId() == null ? 0 : delivery.alertId()));
        List<AlertRow> rows =
                open.stream().map(alert -> row(alert, silences, told)).toList();
        List<Delivery> latest = freshet.alerts()
                .deliveries()
                .listLatest(
                        session, channels.stream().map(ChannelDefinition::name).toList(), LATEST);
        return new AlertBoard(
                rows.stream().filter(row -> row.silence() == null).toList(),
                rows.stream().filter(row -> row.silence() != null).toList(),
                resolved.stream().map(alert -> row(alert, List.of(), told)).toList(),
                channels.stream().map(channel -> row(channel, latest)).toList(),
                silences);
    }

    private static AlertRow row(Alert alert, List<Silence> silences, Map<Long, List<Delivery>> told) {
        Silence covering = silences.stream()
                .filter(silence -> silence.covers(alert))
                .max(Comparator.comparing(Silence::endsAt))
                .orElse(null);
        return new AlertRow(alert, covering, told.getOrDefault(alert.id(), List.of()));
    }

    private static ChannelRow row(ChannelDefinition channel, List<Delivery> latest) {
        return new ChannelRow(channel, Delivery.telling(latest, channel.name()).orElse(null));
    }
}
