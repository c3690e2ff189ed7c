// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Values of an answer as people read them; what is missing is a dash. */
final class Human {

    private static final String MISSING = "-";

    private Human() {}

    static String duration(Duration duration) {
        return dev.freshet.server.text.Human.duration(duration);
    }

    static String seconds(JsonNode seconds) {
        return seconds.isNumber() ? duration(Duration.ofMillis(Math.round(seconds.asDouble() * 1000))) : MISSING;
    }

    static String millis(JsonNode millis) {
        return millis.isNumber() ? duration(Duration.ofMillis(millis.asLong())) : MISSING;
    }

    /** How long ago, or in how long. */
    static String distance(JsonNode instant, Instant now) {
        return instant.isString()
                ? dev.freshet.server.text.Human.distance(Instant.parse(instant.asString()), now)
                : MISSING;
    }

    /** Time between two instants, the second of which may be missing. */
    static String between(JsonNode from, JsonNode to, Instant now) {
        if (!from.isString()) {
            return MISSING;
        }
        Instant end = to.isString() ? Instant.parse(to.asString()) : now;
        return duration(Duration.between(Instant.parse(from.asString()), end));
    }

    static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() || value.asString().isEmpty() ? MISSING : value.asString();
    }

    /** With groups of three digits: {@code 1,234,567}. */
    static String number(JsonNode value) {
        return value.isNumber() ? dev.freshet.server.text.Human.number(value.asLong()) : MISSING;
    }

    /** A part of one in per cent, rounded down: {@code 99.95 %}. */
    static String percent(JsonNode part) {
        if (!part.isNumber()) {
            return MISSING;
        }
        double percent = Math.floor(part.asDouble() * 10_000) / 100;
        return (percent == Math.rint(percent) ? String.valueOf((long) percent) : String.valueOf(percent)) + " %";
    }

    /** The first line, cut to a width. */
    static String line(JsonNode value, int width) {
        String line = dev.freshet.server.text.Human.line(text(value), width);
        return line.isEmpty() ? MISSING : line;
    }

    /** The texts of an array. */
    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asString()));
        return texts;
    }
}
