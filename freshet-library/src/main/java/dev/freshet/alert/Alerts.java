// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.audit.AuditStore;
import dev.freshet.cluster.Agent;
import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.ChannelDefinition;
import dev.freshet.definition.Definitions;
import dev.freshet.http.WebhookCaller;
import dev.freshet.mail.MailSettings;
import dev.freshet.postgres.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The alerts of a node: looks for conditions, tells channels, and lets people look and act. */
public final class Alerts implements AutoCloseable {

    private final AlertStore store = new AlertStore();
    private final DeliveryStore deliveries = new DeliveryStore();
    private final SilenceStore silences = new SilenceStore();
    private final Wakeups wakeups;
    private final Supplier<Definitions> definitions;
    private final ChannelSender sender;
    private final AlertEvaluator evaluator;
    private final AlertDeliverer deliverer;
    private final AlertControl control;

    /**
     * @param definitions those in force
     * @param mail how mails are sent, or null
     * @param publicUrl where people reach the service, or null where nobody knows
     */
    public Alerts(
            Database database,
            InstantSource clock,
            Wakeups wakeups,
            Supplier<Definitions> definitions,
            WebhookCaller webhooks,
            @Nullable MailSettings mail,
            Supplier<@Nullable String> publicUrl,
            AuditStore audit) {
        this.wakeups = wakeups;
        this.definitions = definitions;
        sender = new ChannelSender(database, webhooks, mail, publicUrl, clock);
        evaluator = new AlertEvaluator(database, store, deliveries, silences, definitions);
        deliverer = new AlertDeliverer(database, store, deliveries, sender, this::channels, wakeups, clock);
        control = new AlertControl(database, silences, deliverer, this::channels, audit, clock);
    }

    public void start() {
        wakeups.subscribe(evaluator::heard);
        wakeups.subscribe(deliverer::heard);
        evaluator.agent().start();
        deliverer.agent().start();
    }

    @Override
    public void close() {
        evaluator.agent().close();
        sender.close();
        deliverer.agent().close();
    }

    public List<Agent.Vitals> vitals() {
        return List.of(evaluator.agent().vitals(), deliverer.agent().vitals());
    }

    /** Where alerts are told, as in force. */
    public List<ChannelDefinition> channels() {
        return definitions.get().channels();
    }

    public AlertStore store() {
        return store;
    }

    public DeliveryStore deliveries() {
        return deliveries;
    }

    public SilenceStore silences() {
        return silences;
    }

    public AlertControl control() {
        return control;
    }
}
