// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.definition.AlertKind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a webhook gets: readable by Slack and whoever reads what Slack reads, with everything for machines beside it. */
final class WebhookBody {

    static final String EVENT_TYPE = "freshet_alert";

    private static final String BAD = "#c0392b";
    private static final String DOUBTFUL = "#d68910";
    private static final String GOOD = "#1e8449";
    private static final String NEUTRAL = "#5d6d7e";

    private WebhookBody() {}

    /** @param url of the page that says more, or null where the service does not know its own address */
    static String of(Delivery delivery, @Nullable Alert alert, AlertText text, @Nullable String url) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String link = url == null ? "" : " <" + url + "|" + label(alert) + ">";
        body.put("text", escaped(text.sentence()) + link);
        ObjectNode attachment = body.putArray("attachments").addObject();
        attachment.put("color", colour(delivery, alert));
        attachment.put("fallback", text.sentence());
        if (alert != null) {
            fields(attachment.putArray("fields"), alert);
            attachment.put("ts", alert.openedAt().getEpochSecond());
        }
        ObjectNode metadata = body.putObject("metadata");
        metadata.put("event_type", EVENT_TYPE);
        metadata.set("event_payload", payload(delivery, alert, url));
        return body.toString();
    }

    private static void fields(ArrayNode fields, Alert alert) {
        field(fields, "Kind", alert.kind().id());
        field(
                fields,
                alert.subjectKind().equals("job") ? "Job" : alert.subjectKind().equals("view") ? "View" : "Node",
                alert.subject());
        field(fields, "Owner", alert.owner());
        field(fields, "Since", AlertText.moment(alert.beganAt()));
        field(fields, "Run", alert.runId() == null ? null : alert.runId().toString());
        field(fields, "Resolved", alert.resolvedBecause());
    }

    private static void field(ArrayNode fields, String title, @Nullable String value) {
        if (value != null) {
            fields.addObject().put("title", title).put("value", escaped(value)).put("short", true);
        }
    }

    private static ObjectNode payload(Delivery delivery, @Nullable Alert alert, @Nullable String url) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("event", delivery.event().id());
        payload.put("channel", delivery.address().channel());
        payload.put("delivery", delivery.id());
        payload.put("url", url);
        if (alert != null) {
            payload.put("alert", alert.id());
            payload.put("kind", alert.kind().id());
            payload.put("subject_kind", alert.subjectKind());
            payload.put("subject", alert.subject());
            payload.put("owner", alert.owner());
            payload.put("run", alert.runId());
            payload.put("message", alert.message());
            payload.put("began_at", alert.beganAt().toString());
            payload.put("opened_at", alert.openedAt().toString());
            payload.put(
                    "resolved_at",
                    alert.resolvedAt() == null ? null : alert.resolvedAt().toString());
            payload.put("resolved_because", alert.resolvedBecause());
            JsonNode details = JsonMapper.shared().readTree(alert.details());
            payload.set("details", details);
        }
        return payload;
    }

    private static String label(@Nullable Alert alert) {
        return alert == null ? "alerts" : alert.runId() != null ? "run " + alert.runId() : escaped(alert.subject());
    }

    private static String colour(Delivery delivery, @Nullable Alert alert) {
        if (alert == null) {
            return NEUTRAL;
        }
        if (delivery.event() == DeliveryEvent.RESOLVED) {
            return GOOD;
        }
        return isBad(alert.kind()) ? BAD : DOUBTFUL;
    }

    private static boolean isBad(AlertKind kind) {
        return switch (kind) {
            case BREACH, FAILED, LOST -> true;
            case SLOW, BEHIND, DEAD_LETTER -> false;
        };
    }

    /** As Slack wants it: an error that quotes {@code <!channel>} must not call everybody. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
