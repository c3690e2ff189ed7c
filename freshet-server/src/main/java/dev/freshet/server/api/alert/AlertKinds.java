// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.alert;

import dev.freshet.definition.AlertKind;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import org.jspecify.annotations.Nullable;

/** Kinds of alerts as callers write them. */
public final class AlertKinds {

    private AlertKinds() {}

    /** The kind of that id; null where none is given. */
    public static @Nullable AlertKind find(@Nullable String id) {
        if (id == null || id.isBlank()) {
            return null;
        }
        return AlertKind.find(id.strip())
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.INVALID_ARGUMENT,
                        "There is no kind \"" + id + "\" of alerts; expected one of "
                                + AlertKind.ALL.stream().map(AlertKind::id).toList()));
    }
}
