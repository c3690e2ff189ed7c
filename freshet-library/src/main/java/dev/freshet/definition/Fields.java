// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A mapping read against its {@link Shape}: unknown, missing and contradicting keys are faults. */
final class Fields {

    private final YamlValue mapping;
    private final Findings findings;
    private final Map<String, YamlEntry> entries = new LinkedHashMap<>();

    private Fields(YamlValue mapping, Findings findings) {
        this.mapping = mapping;
        this.findings = findings;
    }

    /** Reads the keys; nothing at all ({@code name:}) counts as a mapping without keys. */
    static Fields of(YamlValue mapping, Shape shape, Findings findings) {
        Fields fields = new Fields(mapping, findings);
        if (!mapping.isNull()) {
            YamlMapping.entries(mapping, findings).forEach(entry -> fields.add(entry, shape));
        }
        if (mapping.isNull() || mapping.isMapping()) {
            fields.checkRequired(shape);
            fields.checkContradictions(shape);
        }
        return fields;
    }

    boolean has(Key<?> key) {
        return entries.containsKey(key.name());
    }

    /** The key itself where it is there, else the mapping: for faults. */
    YamlValue at(Key<?> key) {
        YamlEntry entry = entries.get(key.name());
        return entry == null ? mapping : entry.at();
    }

    /** The key's value, or null when it is absent or faulty. */
    <T> @Nullable T find(Key<T> key) {
        YamlEntry entry = entries.get(key.name());
        return entry == null ? null : key.type().read(entry.value(), findings);
    }

    /** The key's value, or its default when it is absent or faulty. */
    <T> T value(Key<T> key) {
        T value = find(key);
        if (value != null) {
            return value;
        }
        if (key.fallback() == null) {
            throw new IllegalArgumentException("Key " + key.name() + " has no default");
        }
        return key.fallback();
    }

    private void add(YamlEntry entry, Shape shape) {
        if (shape.find(entry.key()) != null) {
            entries.put(entry.key(), entry);
        } else if (shape.later().contains(entry.key())) {
            findings.fault(
                    entry.at(), "key '" + entry.key() + "' is not available in this version", null, "Remove it.");
        } else {
            String meant = DidYouMean.closest(entry.key(), shape.names());
            findings.fault(
                    entry.at(),
                    "unknown key '" + entry.key() + "'",
                    meant,
                    meant == null
                            ? "Keys of a " + shape.title() + ": " + String.join(", ", shape.names()) + "."
                            : null);
        }
    }

    private void checkRequired(Shape shape) {
        for (Key<?> key : shape.keys()) {
            if (key.required() && !has(key)) {
                findings.fault(
                        mapping,
                        "the " + shape.title() + " lacks key '" + key.name() + "'",
                        null,
                        "For example: " + key.name() + ": " + key.example());
            }
        }
    }

    private void checkContradictions(Shape shape) {
        List<String> together = entries.keySet().stream()
                .filter(name -> isExclusive(shape, name))
                .toList();
        if (together.size() > 1) {
            YamlEntry last = entries.get(together.getLast());
            findings.fault(
                    last == null ? mapping : last.at(),
                    "only one of "
                            + together.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))
                            + " can be there",
                    null,
                    "Remove all but one.");
        }
        for (Key<?> key : shape.needs().keySet()) {
            Key<?> needed = shape.needed(key);
            if (has(key) && !has(needed)) {
                findings.fault(
                        at(key),
                        "'" + key.name() + "' means nothing without '" + needed.name() + "'",
                        null,
                        "Add '" + needed.name() + ": " + needed.example() + "' or remove it.");
            }
        }
    }

    private static boolean isExclusive(Shape shape, String name) {
        return shape.atMostOneOf().stream().anyMatch(key -> key.name().equals(name));
    }
}
