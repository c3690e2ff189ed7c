// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.definition.ChannelDefinition;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides who is owed a message, and queues it in the transaction that found the reason. */
final class AlertTeller {

    /** What comes and goes is told no more often. */
    static final Duration FLAPPING = Duration.ofMinutes(5);

    private final AlertStore alerts;
    private final DeliveryStore deliveries;
    private final SilenceStore silences;

    AlertTeller(AlertStore alerts, DeliveryStore deliveries, SilenceStore silences) {
        this.alerts = alerts;
        this.deliveries = deliveries;
        this.silences = silences;
    }

    /** Queues what is owed right now; returns how many alerts there was something to tell of. */
    int tell(Session session, List<ChannelDefinition> channels, Instant now) {
        List<Silence> inForce = silences.listActive(session);
        hush(session, inForce);
        return announce(session, channels, inForce) + remind(session, channels, now);
    }

    /** Queues the end of alerts for whoever was told of their beginning. */
    void tellResolved(Session session, Collection<Long> resolved) {
        deliveries.queueResolved(session, resolved);
    }

    /** What is silenced counts as untold, so that the end of the silence tells it. */
    private void hush(Session session, List<Silence> inForce) {
        if (!inForce.isEmpty()) {
            alerts.listOpen(session).stream()
                    .filter(alert -> alert.toldAt() != null && isSilenced(alert, inForce))
                    .forEach(alert -> alerts.setTold(session, alert.id(), false));
        }
    }

    private int announce(Session session, List<ChannelDefinition> channels, List<Silence> inForce) {
        if (channels.isEmpty()) {
            return 0;
        }
        List<Alert> untold = alerts.listUntold(session, FLAPPING).stream()
                .filter(alert -> !isSilenced(alert, inForce))
                .toList();
        Set<Long> toldBefore = deliveries.list(session, ids(untold)).stream()
                .map(Delivery::alertId)
                .collect(Collectors.toSet());
        int told = 0;
        for (Alert alert : untold) {
            DeliveryEvent event = toldBefore.contains(alert.id()) ? DeliveryEvent.REMINDER : DeliveryEvent.OPENED;
            List<DeliveryAddress> addresses = channels.stream()
                    .filter(channel -> channel.wants(alert.kind(), alert.subject(), alert.owner()))
                    .flatMap(channel -> DeliveryAddress.of(channel).stream())
                    .toList();
            addresses.forEach(address -> deliveries.queue(session, alert.id(), event, address));
            if (!addresses.isEmpty()) {
                alerts.setTold(session, alert.id(), true);
                told++;
            }
        }
        return told;
    }

    private int remind(Session session, List<ChannelDefinition> channels, Instant now) {
        List<ChannelDefinition> reminding =
                channels.stream().filter(channel -> channel.remind() != null).toList();
        if (reminding.isEmpty()) {
            return 0;
        }
        List<Alert> told = alerts.listOpen(session).stream()
                .filter(alert -> alert.toldAt() != null)
                .toList();
        List<Delivery> before = deliveries.list(session, ids(told));
        int reminded = 0;
        for (Alert alert : told) {
            for (ChannelDefinition channel : reminding) {
                if (isDue(alert, channel, before, now)) {
                    DeliveryAddress.of(channel)
                            .forEach(address -> deliveries.queue(session, alert.id(), DeliveryEvent.REMINDER, address));
                    reminded++;
                }
            }
        }
        return reminded;
    }

    /** Long enough ago, and nothing under way: a channel that cannot be reached needs no pile of reminders. */
    private static boolean isDue(Alert alert, ChannelDefinition channel, List<Delivery> before, Instant now) {
        Duration remind = channel.remind();
        List<Delivery> there = before.stream()
                .filter(delivery -> Long.valueOf(alert.id()).equals(delivery.alertId()))
                .filter(delivery -> delivery.address().channel().equals(channel.name()))
                .toList();
        return remind != null
                && !there.isEmpty()
                && there.stream()
                        .allMatch(delivery -> delivery.nextAt() == null
                                && !delivery.queuedAt().plus(remind).isAfter(now));
    }

    private static boolean isSilenced(Alert alert, List<Silence> inForce) {
        return inForce.stream().anyMatch(silence -> silence.covers(alert));
    }

    private static List<Long> ids(List<Alert> alerts) {
        return alerts.stream().map(Alert::id).toList();
    }
}
