// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

/**
 * A definition as one file gives it, before it is checked against the others.
 *
 * @param at its name, for faults
 * @param body its keys, for faults about one of them
 */
record Drafted<T>(DefinitionName name, T definition, YamlValue at, YamlValue body) {

    /** The value of one of its keys, or the name where the key is not there. */
    YamlValue key(Key<?> key) {
        if (!body.isMapping()) {
            return at;
        }
        return YamlMapping.entries(body, new Findings()).stream()
                .filter(entry -> entry.key().equals(key.name()))
                .map(YamlEntry::value)
                .findFirst()
                .orElse(at);
    }
}
