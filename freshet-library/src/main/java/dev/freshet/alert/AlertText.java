// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.definition.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a message says, in words.
 *
 * @param subject of a mail
 * @param sentence what is the matter
 * @param path of the page that says more
 */
record AlertText(String subject, String sentence, String path) {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    static AlertText of(Delivery delivery, @Nullable Alert alert, Instant now) {
        if (alert == null) {
            String channel = delivery.address().channel();
            return new AlertText(
                    "[Freshet] test of channel " + channel,
                    "This is a test of channel " + channel + "; nothing is wrong",
                    "/alerts");
        }
        String what = alert.kind().id() + ": " + alert.subject();
        String message = capitalized(alert.message());
        return switch (delivery.event()) {
            case OPENED -> new AlertText("[Freshet] " + what, message + late(alert), alert.path());
            case REMINDER ->
                new AlertText(
                        "[Freshet] still " + what,
                        alert.isOpen()
                                ? "Still open after " + lasting(alert.beganAt(), now) + ": " + alert.message()
                                : message + late(alert),
                        alert.path());
            case RESOLVED ->
                new AlertText(
                        "[Freshet] resolved: " + what,
                        "Resolved after "
                                + lasting(alert.beganAt(), Objects.requireNonNullElse(alert.resolvedAt(), now)) + ": "
                                + alert.message() + "; " + alert.resolvedBecause(),
                        alert.path());
            case TEST -> throw new IllegalArgumentException("A test is about no alert");
        };
    }

    static String moment(Instant at) {
        return MOMENT.format(at);
    }

    /** What was over before it could be told. */
    private static String late(Alert alert) {
        return alert.isOpen() ? "" : " (it is over by now: " + alert.resolvedBecause() + ")";
    }

    private static String lasting(Instant from, Instant to) {
        Duration lasted = Duration.between(from, to).truncatedTo(ChronoUnit.SECONDS);
        return lasted.compareTo(Duration.ofSeconds(1)) < 0 ? "a moment" : Durations.print(lasted);
    }

    private static String capitalized(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
