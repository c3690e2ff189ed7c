// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A time zone of the tz database, or a fixed offset such as {@code +05:30}. */
record ZoneType() implements ValueType<ZoneId> {

    @Override
    public @Nullable ZoneId read(YamlValue value, Findings findings) {
        String text = value.text();
        if (text == null) {
            findings.fault(value, "expected a time zone, not " + value.kind(), null, "For example Europe/Berlin.");
            return null;
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            findings.fault(
                    value,
                    "there is no time zone '" + text + "'",
                    meant(text),
                    "Names are those of the tz database, for example Europe/Berlin.");
            return null;
        }
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("string");
    }

    @Override
    public String label() {
        return "time zone";
    }

    @Override
    public String print(ZoneId value) {
        return value.getId();
    }

    private static @Nullable String meant(String written) {
        Collection<String> zones = ZoneId.getAvailableZoneIds();
        String city = "/" + written.toLowerCase(Locale.ROOT).replace(' ', '_');
        List<String> byCity = zones.stream()
                .filter(zone -> zone.toLowerCase(Locale.ROOT).endsWith(city))
                .sorted()
                .toList();
        return byCity.isEmpty() ? DidYouMean.closest(written, zones) : byCity.getFirst();
    }
}
