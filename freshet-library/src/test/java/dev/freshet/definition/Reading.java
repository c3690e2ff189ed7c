// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.List;

/** Reads definitions given as text in tests. */
final class Reading {

    private Reading() {}

    static DefinitionReading read(String yaml) {
        return DefinitionReader.read(List.of(new DefinitionSource("freshet.yaml", yaml)));
    }

    static DefinitionReading.Valid valid(String yaml) {
        return read(yaml).orThrow();
    }

    static List<String> faults(String yaml) {
        return texts(read(yaml));
    }

    static List<String> texts(DefinitionReading reading) {
        return switch (reading) {
            case DefinitionReading.Valid valid -> List.of();
            case DefinitionReading.Faulty faulty ->
                faulty.faults().stream().map(Finding::text).toList();
        };
    }
}
