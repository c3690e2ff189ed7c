// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Locale;

/** What can be defined. */
public enum DefinitionKind {
    JOB,
    GROUP,
    VIEW,
    DATABASE,
    /** Where alerts are told. */
    CHANNEL,
    /** What is not named by users, such as the retention. */
    SETTINGS;

    /** As stored and shown: {@code job}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DefinitionKind of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
