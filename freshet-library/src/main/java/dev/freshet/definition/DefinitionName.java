// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

/** What identifies a definition. */
public record DefinitionName(DefinitionKind kind, String name) {

    static final DefinitionName RETENTION = new DefinitionName(DefinitionKind.SETTINGS, "retention");

    /** For people: {@code job settle-payments}. */
    @Override
    public String toString() {
        return kind.id() + " " + name;
    }
}
