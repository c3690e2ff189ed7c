// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.definition.ChannelDefinition;
import dev.freshet.http.IdempotencyKey;
import dev.freshet.http.WebhookCaller;
import dev.freshet.mail.MailException;
import dev.freshet.mail.MailMessage;
import dev.freshet.mail.MailSettings;
import dev.freshet.mail.MimeMail;
import dev.freshet.postgres.Database;
import dev.freshet.schema.SchemaStore;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands one message over, by webhook, mail or log. */
final class ChannelSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.freshet.alert");

    private final Database database;
    private final WebhookCaller webhooks;
    private final @Nullable MailSettings mail;
    private final Supplier<@Nullable String> publicUrl;
    private final InstantSource clock;
    private volatile boolean closed;
    private volatile @Nullable String installation;

    /** @param publicUrl where people reach the service, without a slash at its end; null where nobody knows */
    ChannelSender(
            Database database,
            WebhookCaller webhooks,
            @Nullable MailSettings mail,
            Supplier<@Nullable String> publicUrl,
            InstantSource clock) {
        this.database = database;
        this.webhooks = webhooks;
        this.mail = mail;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** Returns null when somebody else answers for the message, else why nobody does. */
    @Nullable
    String send(Delivery delivery, ChannelDefinition channel, @Nullable Alert alert) {
        AlertText text = AlertText.of(delivery, alert, clock.instant());
        String base = publicUrl.get();
        String url = base == null ? null : base + text.path();
        return switch (delivery.address().means()) {
            case WEBHOOK -> {
                String webhook = channel.webhook();
                yield webhook == null
                        ? "channel " + channel.name() + " has no webhook any more"
                        : webhooks.post(
                                webhook, key(delivery), WebhookBody.of(delivery, alert, text, url), () -> closed);
            }
            case EMAIL -> mail(delivery, alert, text, url);
            case LOG -> {
                log(delivery, alert, text, url);
                yield null;
            }
        };
    }

    @Override
    public void close() {
        closed = true;
        webhooks.close();
    }

    private @Nullable String mail(Delivery delivery, @Nullable Alert alert, AlertText text, @Nullable String url) {
        MailSettings settings = mail;
        if (settings == null) {
            return "this node cannot send mail: start it with --mail-url";
        }
        if (settings.from() == null) {
            return "mails of alerts have no sender: start the service with --mail-from";
        }
        try {
            settings.open()
                    .send(MimeMail.of(new MailMessage(
                            settings.from(),
                            String.valueOf(delivery.address().recipient()),
                            text.subject(),
                            letter(alert, text, url),
                            null,
                            List.of(),
                            key(delivery),
                            clock.instant())));
            return null;
        } catch (MailException e) {
            return e.getMessage();
        }
    }

    private static String letter(@Nullable Alert alert, AlertText text, @Nullable String url) {
        StringBuilder letter = new StringBuilder(text.sentence()).append(".\n");
        if (alert != null) {
            letter.append("\nSince: ").append(AlertText.moment(alert.beganAt()));
            if (alert.owner() != null) {
                letter.append("\nOwner: ").append(alert.owner());
            }
        }
        return letter.append(url == null ? "\n" : "\n\n" + url + "\n").toString();
    }

    private static void log(Delivery delivery, @Nullable Alert alert, AlertText text, @Nullable String url) {
        String line = "Alert " + (alert == null ? "" : alert.id() + " ")
                + delivery.event().id() + ": " + text.sentence().replaceAll("\\s+", " ")
                + (url == null ? "" : " – " + url);
        if (alert == null || delivery.event() == DeliveryEvent.RESOLVED) {
            LOG.info("{}", line);
        } else {
            LOG.warn("{}", line);
        }
    }

    private String key(Delivery delivery) {
        String known = installation;
        if (known == null) {
            known = database.call(SchemaStore::installation);
            installation = known;
        }
        return IdempotencyKey.ofAlertDelivery(known, delivery.id());
    }
}
