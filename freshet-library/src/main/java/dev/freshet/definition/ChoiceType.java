// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of the words of an enum, in kebab case.
 *
 * @param later words that other versions know, refused by name
 */
record ChoiceType<E extends Enum<E>>(Class<E> type, Set<String> later) implements ValueType<E> {

    ChoiceType(Class<E> type) {
        this(type, Set.of());
    }

    @Override
    public @Nullable E read(YamlValue value, Findings findings) {
        String written = value.scalar();
        for (E constant : type.getEnumConstants()) {
            if (id(constant).equals(value.text())) {
                return constant;
            }
        }
        if (written != null && later.contains(written)) {
            findings.fault(value, "'" + written + "' is not available in this version", null, expected());
        } else if (written != null && !value.isNull()) {
            String meant = DidYouMean.closest(written, words());
            findings.fault(value, "'" + written + "' is not known here", meant, expected());
        } else {
            findings.fault(value, "expected a word, not " + value.kind(), null, expected());
        }
        return null;
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = ValueType.schemaOf("string");
        ArrayNode words = schema.putArray("enum");
        words().forEach(words::add);
        return schema;
    }

    @Override
    public String label() {
        return words().stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }

    @Override
    public String print(E value) {
        return id(value);
    }

    private String expected() {
        return "Expected " + String.join(", ", words()) + ".";
    }

    private Collection<String> words() {
        return Arrays.stream(type.getEnumConstants()).map(ChoiceType::id).toList();
    }

    private static String id(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
