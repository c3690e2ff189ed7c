// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The keys of a channel of section {@code alerts}. */
final class ChannelKeys {

    static final Key<String> WEBHOOK = Key.optional(
            "webhook",
            new WebhookType(),
            "none",
            "URL that gets a `POST` for each alert, in the form Slack reads. `${NAME}` is an environment variable of"
                    + " the nodes: a webhook's URL mostly is a secret.",
            "\"https://hooks.slack.com/services/${SLACK_OPS}\"");
    static final Key<List<String>> EMAIL = Key.optional(
            "email",
            new ListType<>(new EmailAddressType(), "e-mail addresses"),
            "nobody",
            "Who gets a mail, each one of their own; the service needs `--mail-url`.",
            "[ops@shop.example]");
    static final Key<Boolean> LOG =
            Key.withDefault("log", new BooleanType(), false, "Whether the service's own log gets a line.", "true");
    static final Key<List<AlertKind>> ON = Key.withDefault(
            "on",
            new ListType<>(new ChoiceType<>(AlertKind.class), "kinds of alerts"),
            AlertKind.ALL,
            "What it is told about. Nothing raises `dead-letter` yet.",
            "[breach, failed, lost]");
    static final Key<List<String>> ONLY = Key.optional(
            "only",
            new ListType<>(new TextType("name with `*`"), "names, `*` for any characters"),
            "everything",
            "The jobs, views and nodes it is told about.",
            "[\"shop.*\", settle-payments]");
    static final Key<String> OWNER = Key.optional(
            "owner",
            new TextType("text"),
            "everybody",
            "Only what this `owner` of jobs, views and groups answers for; nodes have none.",
            "finance");
    static final Key<Duration> REMIND = Key.optional(
            "remind",
            DurationType.from(Duration.ofMinutes(1)),
            "never",
            "Tells an alert again that is still open so long after it was last told.",
            "4h");

    static final Shape SHAPE = Shape.of("channel", WEBHOOK, EMAIL, LOG, ON, ONLY, OWNER, REMIND);

    private ChannelKeys() {}

    static ObjectNode schema() {
        ObjectNode schema = SHAPE.schema();
        ArrayNode ways = schema.putArray("anyOf");
        List.of(WEBHOOK, EMAIL, LOG)
                .forEach(way -> ways.addObject().putArray("required").add(way.name()));
        return schema;
    }
}
