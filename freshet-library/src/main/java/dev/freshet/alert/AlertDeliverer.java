// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.cluster.Agent;
import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.ChannelDefinition;
import dev.freshet.postgres.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages over: any node any message, at least once.
 *
 * <p>A message is claimed for a while before it is sent and marked after: whoever dies in between leaves it to the next
 * node, which sends it again under the same key. What fails is tried again after 5 s, then after twice as long each time up
 * to an hour, and given up after a day.
 */
final class AlertDeliverer {

    static final Duration LEASE = Duration.ofMinutes(3);

    private static final Logger LOG = LoggerFactory.getLogger(AlertDeliverer.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(5);
    private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofDays(1);
    private static final int AT_ONCE = 20;

    private final Database database;
    private final AlertStore alerts;
    private final DeliveryStore deliveries;
    private final ChannelSender sender;
    private final Supplier<List<ChannelDefinition>> channels;
    private final Wakeups wakeups;
    private final InstantSource clock;
    private final Agent agent = new Agent("alert-deliverer", this::work);

    AlertDeliverer(
            Database database,
            AlertStore alerts,
            DeliveryStore deliveries,
            ChannelSender sender,
            Supplier<List<ChannelDefinition>> channels,
            Wakeups wakeups,
            InstantSource clock) {
        this.database = database;
        this.alerts = alerts;
        this.deliveries = deliveries;
        this.sender = sender;
        this.channels = channels;
        this.wakeups = wakeups;
        this.clock = clock;
    }

    Agent agent() {
        return agent;
    }

    void heard(String message) {
        if (message.equals(Wakeups.TOLD) || message.equals(Wakeups.RESYNC)) {
            agent.wake();
        }
    }

    /** Sends a test now and says how that went. */
    Delivery test(ChannelDefinition channel, DeliveryAddress address) {
        Delivery begun = database.call(session -> deliveries.begin(session, address, LEASE));
        String fault = deliver(begun, Optional.of(channel), null);
        return new Delivery(
                begun.id(),
                null,
                begun.event(),
                address,
                begun.queuedAt(),
                begun.attempts(),
                null,
                fault == null ? clock.instant() : null,
                fault);
    }

    private Duration work() {
        List<Delivery> claimed = database.call(session -> deliveries.claim(session, LEASE, AT_ONCE));
        if (claimed.isEmpty()) {
            return database.call(deliveries::findNext).map(this::until).orElse(EVERY);
        }
        Map<String, ChannelDefinition> known =
                channels.get().stream().collect(Collectors.toMap(ChannelDefinition::name, Function.identity()));
        List<Long> ids = claimed.stream()
                .map(Delivery::alertId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Map<Long, Alert> about = database.call(session -> alerts.list(session, ids)).stream()
                .collect(Collectors.toMap(Alert::id, Function.identity()));
        // A receiver that hangs keeps no other waiting.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            claimed.forEach(delivery -> threads.execute(() -> deliver(
                    delivery,
                    Optional.ofNullable(known.get(delivery.address().channel())),
                    delivery.alertId() == null ? null : about.get(delivery.alertId()))));
        }
        wakeups.sendSoon(List.of(Wakeups.TOLD));
        return Duration.ZERO;
    }

    private @Nullable String deliver(Delivery delivery, Optional<ChannelDefinition> channel, @Nullable Alert alert) {
        String fault = channel.isEmpty()
                ? "there is no channel " + delivery.address().channel() + " any more"
                : send(delivery, channel.get(), alert);
        database.run(session -> {
            if (fault == null) {
                deliveries.delivered(session, delivery.id());
            } else {
                boolean again = channel.isPresent() && delivery.event() != DeliveryEvent.TEST;
                deliveries.failed(session, delivery.id(), fault, again ? backoff(delivery.attempts()) : null, PATIENCE);
            }
        });
        if (fault != null) {
            LOG.warn(
                    "Channel {} did not take message {} (try {}): {}",
                    delivery.address().channel(),
                    delivery.id(),
                    delivery.attempts(),
                    fault);
        }
        return fault;
    }

    /** What nobody foresaw is a fault like another, and not tried for ever either. */
    private @Nullable String send(Delivery delivery, ChannelDefinition channel, @Nullable Alert alert) {
        try {
            return sender.send(delivery, channel, alert);
        } catch (RuntimeException e) {
            LOG.debug("Message {} could not be sent", delivery.id(), e);
            return "it could not be sent: " + e;
        }
    }

    private static Duration backoff(int attempts) {
        int doublings = Math.min(Math.max(0, attempts - 1), 12);
        Duration wait = FIRST_BACKOFF.multipliedBy(1L << doublings);
        return wait.compareTo(LONGEST_BACKOFF) < 0 ? wait : LONGEST_BACKOFF;
    }

    private Duration until(Instant next) {
        Duration wait = Duration.between(clock.instant(), next);
        if (wait.compareTo(SHORTEST_WAIT) < 0) {
            return SHORTEST_WAIT;
        }
        return wait.compareTo(EVERY) < 0 ? wait : EVERY;
    }
}
