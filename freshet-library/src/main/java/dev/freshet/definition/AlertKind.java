// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an alert can be about. */
public enum AlertKind {
    /** A view is older than promised. */
    BREACH,
    /** A job's newest run that ended failed, after all its retries. */
    FAILED,
    /** A run stays lost, or a node is. */
    LOST,
    /** A run takes longer than its job usually does. */
    SLOW,
    /** A due tick is not evaluated. */
    BEHIND,
    /** Messages of an ingest wait to be mended. */
    DEAD_LETTER;

    public static final List<AlertKind> ALL = List.of(values());

    /** As written and stored: {@code dead-letter}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<AlertKind> find(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }

    /** Of an id that is stored. */
    public static AlertKind of(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("There is no kind of alert \"" + id + "\""));
    }
}
