// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** Moments and zones as people type them. */
public final class Moments {

    private static final int LENGTH_OF_DATE = 10;

    private Moments() {}

    public static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "There is no time zone \"" + name + "\"; expected a name such as Europe/Berlin or UTC",
                    e);
        }
    }

    /** {@code 2027-03-28}, {@code 2027-03-28T02:30} (in the zone), {@code 2027-03-28T00:30:00Z} or with an offset. */
    public static Instant instant(String name, String text, ZoneId zone) {
        try {
            if (text.length() == LENGTH_OF_DATE) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            boolean hasOffset = text.matches(".*(Z|z|[+-]\\d\\d(:?\\d\\d)?)$") && text.indexOf('T') > 0;
            return hasOffset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The value \"" + text + "\" of " + name
                            + " is no moment; expected 2027-03-28, 2027-03-28T02:30 or 2027-03-28T00:30:00Z",
                    e);
        }
    }
}
