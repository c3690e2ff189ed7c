// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.cluster.Agent;
import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.Definitions;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Opens and resolves alerts: every 5 s, and soon after something happened, on whichever node comes first.
 *
 * <p>One transaction under one lock reads what is the case, compares it with the alerts that are open, and queues the
 * messages that are owed. Two nodes never tell the same twice; a node that dies leaves all of it or nothing.
 */
final class AlertEvaluator {

    private static final Duration EVERY = Duration.ofSeconds(5);
    /** However much happens, conditions are looked at no more often. */
    private static final Duration REST = Duration.ofSeconds(1);
    /** A transaction that ended a run may commit so much later than its clock said. */
    private static final Duration LATE_COMMITS = Duration.ofMinutes(2);

    private static final Duration TIDY_EVERY = Duration.ofHours(1);

    private final Database database;
    private final AlertStore alerts;
    private final DeliveryStore deliveries;
    private final SilenceStore silences;
    private final AlertTeller teller;
    private final Supplier<Definitions> definitions;
    private final ConditionQueries conditions = new ConditionQueries();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Agent agent = new Agent("alert-evaluator", this::work);
    private Instant tidiedAt = Instant.EPOCH;

    AlertEvaluator(
            Database database,
            AlertStore alerts,
            DeliveryStore deliveries,
            SilenceStore silences,
            Supplier<Definitions> definitions) {
        this.database = database;
        this.alerts = alerts;
        this.deliveries = deliveries;
        this.silences = silences;
        this.definitions = definitions;
        teller = new AlertTeller(alerts, deliveries, silences);
    }

    Agent agent() {
        return agent;
    }

    /** What may have changed what is the case, or who wants to know. */
    void heard(String message) {
        boolean news = message.startsWith(Wakeups.ENDED)
                || message.equals(Wakeups.DEFINITIONS)
                || message.equals(Wakeups.ALERT)
                || message.equals(Wakeups.FRESHNESS)
                || message.equals(Wakeups.RESYNC);
        if (news && !asked.getAndSet(true)) {
            agent.wake();
        }
    }

    private Duration work() {
        boolean wanted = asked.getAndSet(false);
        Definitions inForce = definitions.get();
        return database.transaction(session -> {
            if (!alerts.lock(session)) {
                asked.compareAndSet(false, wanted);
                return REST;
            }
            AlertStore.LastLook last = alerts.lastLook(session);
            Duration age = last.age();
            // Negative after the database's clock was put back, as by a failover.
            if (!age.isNegative() && age.compareTo(wanted ? REST : EVERY.minus(REST)) < 0) {
                asked.compareAndSet(false, wanted);
                return wanted ? REST.minus(age) : EVERY.minus(age);
            }
            evaluate(session, inForce, last);
            return EVERY;
        });
    }

    private void evaluate(Session session, Definitions inForce, AlertStore.LastLook last) {
        Instant since = last.at().isAfter(last.now()) ? last.now() : last.at();
        Map<Alert.Key, AlertCondition> holding = conditions.list(session, since.minus(LATE_COMMITS)).stream()
                .collect(Collectors.toMap(AlertCondition::key, Function.identity(), (one, other) -> one));
        Map<Alert.Key, Alert> open =
                alerts.listOpen(session).stream().collect(Collectors.toMap(Alert::key, Function.identity()));
        boolean changed = false;
        for (AlertCondition condition : holding.values()) {
            Alert known = open.get(condition.key());
            if (known == null) {
                alerts.open(session, condition);
                changed = true;
            } else if (condition.isNewsFor(known)) {
                alerts.change(session, known.id(), condition);
                changed = true;
            }
        }
        List<Long> seen = new ArrayList<>();
        List<Long> over = new ArrayList<>();
        open.values().forEach(alert -> (holding.containsKey(alert.key()) ? seen : over).add(alert.id()));
        if (!seen.isEmpty()) {
            alerts.see(session, seen);
        }
        if (!over.isEmpty()) {
            alerts.resolve(session, over);
            teller.tellResolved(session, over);
            changed = true;
        }
        changed |= teller.tell(session, inForce.channels(), last.now()) > 0;
        alerts.looked(session, last.now());
        tidy(session, inForce, last.now());
        if (changed) {
            Wakeups.send(session, Wakeups.TOLD);
        }
    }

    private void tidy(Session session, Definitions inForce, Instant now) {
        if (tidiedAt.plus(TIDY_EVERY).isBefore(now)) {
            tidiedAt = now;
            Duration age = inForce.retention().failed();
            alerts.deleteOlderThan(session, age);
            silences.deleteOlderThan(session, age);
            deliveries.deleteTestsOlderThan(session, age);
        }
    }
}
