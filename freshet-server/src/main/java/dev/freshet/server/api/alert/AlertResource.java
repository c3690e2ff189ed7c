// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.alert;

import dev.freshet.Freshet;
import dev.freshet.alert.Alert;
import dev.freshet.alert.Delivery;
import dev.freshet.alert.Silence;
import dev.freshet.definition.AlertKind;
import dev.freshet.definition.ChannelDefinition;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Session;
import dev.freshet.server.api.Callers;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Alerts, and the channels that are told of them. */
@Tag(name = "alerts")
@RestController
@RequestMapping("/api/alerts")
class AlertResource {

    /** Of each channel: enough to have the newest of each of its ways. */
    private static final int LATEST = 20;

    private final Freshet freshet;

    AlertResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "Alerts, newest first; state=open or state=resolved chooses")
    @GetMapping
    Page<AlertResponse> list(
            @RequestParam @Nullable String state,
            @RequestParam @Nullable String kind,
            @RequestParam @Nullable String subject,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        int most = Page.checkedLimit(limit) + 1;
        AlertKind only = AlertKinds.find(kind);
        Boolean open = open(state);
        List<AlertResponse> found = freshet.database().call(session -> {
            List<Silence> silences = freshet.alerts().silences().listActive(session);
            return freshet.alerts().store().list(session, open, only, subject, Page.number(cursor), most).stream()
                    .map(alert -> AlertResponse.of(alert, silences))
                    .toList();
        });
        return Page.of(found, limit, alert -> Long.toString(alert.id()));
    }

    @Operation(summary = "An alert")
    @GetMapping("/{id}")
    AlertResponse one(@PathVariable long id) {
        return freshet.database()
                .call(session -> AlertResponse.of(
                        load(session, id), freshet.alerts().silences().listActive(session)));
    }

    @Operation(summary = "What was and is told of an alert, in order")
    @GetMapping("/{id}/deliveries")
    Page<DeliveryResponse> deliveries(@PathVariable long id) {
        List<Delivery> found = freshet.database()
                .call(session -> freshet.alerts()
                        .deliveries()
                        .list(session, List.of(load(session, id).id())));
        return new Page<>(found.stream().map(DeliveryResponse::of).toList(), null);
    }

    @Operation(summary = "Where alerts are told, each with its newest message")
    @GetMapping("/channels")
    Page<ChannelResponse> channels() {
        List<ChannelDefinition> channels = freshet.alerts().channels();
        List<String> names = channels.stream().map(ChannelDefinition::name).toList();
        List<Delivery> latest =
                freshet.database().call(session -> freshet.alerts().deliveries().listLatest(session, names, LATEST));
        return new Page<>(
                channels.stream()
                        .map(channel -> ChannelResponse.of(channel, latest))
                        .toList(),
                null);
    }

    @Operation(summary = "Sends a test by every way a channel leads, and answers how that went")
    @PostMapping("/channels/{name}/test")
    Page<DeliveryResponse> test(@PathVariable String name, HttpServletRequest request) {
        List<Delivery> tried = freshet.alerts().control().test(name, Callers.of(request));
        return new Page<>(tried.stream().map(DeliveryResponse::of).toList(), null);
    }

    private Alert load(Session session, long id) {
        return freshet.alerts()
                .store()
                .find(session, id)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.ALERT_NOT_FOUND,
                        "There is no alert " + id + ". GET /api/alerts or freshet alerts lists them."));
    }

    private static @Nullable Boolean open(@Nullable String state) {
        return switch (state) {
            case null -> null;
            case "open" -> true;
            case "resolved" -> false;
            default ->
                throw new FreshetException(
                        ErrorCode.INVALID_ARGUMENT,
                        "There is no state \"" + state + "\" of an alert; expected open or resolved");
        };
    }
}
