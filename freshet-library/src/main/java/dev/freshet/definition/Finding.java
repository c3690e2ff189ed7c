// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A fault or a warning about definition files, with all that is needed to mend it.
 *
 * @param path the keys that lead there, for example {@code jobs.settle-payments.schedule}; empty for the whole file
 * @param suggestion what was probably meant, or null
 * @param remedy what to do, or null where message and suggestion say it
 */
public record Finding(
        Place place,
        String path,
        String message,
        @Nullable String suggestion,
        @Nullable String remedy) {

    /** One line for people: place, path, message, suggestion, remedy. */
    public String text() {
        StringBuilder text = new StringBuilder(place.toString()).append(": ");
        if (!path.isEmpty()) {
            text.append(path).append(": ");
        }
        text.append(message);
        if (suggestion != null) {
            text.append("; did you mean '").append(suggestion).append("'?");
        }
        if (remedy != null) {
            text.append(suggestion == null ? "; " + continued(remedy) : " " + remedy);
        }
        return text.toString();
    }

    /** A sentence as it goes on after a semicolon; names such as PostgreSQL or UTC stay as they are. */
    private static String continued(String sentence) {
        String word = sentence.split("[ ,.]", 2)[0];
        boolean plain = word.chars().skip(1).noneMatch(Character::isUpperCase);
        return plain ? sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1) : sentence;
    }
}
