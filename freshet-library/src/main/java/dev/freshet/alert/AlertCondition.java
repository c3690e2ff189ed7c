// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.definition.AlertKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that is the case right now; the parts mean what they mean in {@link Alert}. */
record AlertCondition(
        AlertKind kind,
        String subjectKind,
        String subject,
        @Nullable String owner,
        @Nullable Long runId,
        String message,
        String details,
        Instant beganAt) {

    Alert.Key key() {
        return new Alert.Key(kind, subjectKind, subject);
    }

    /** Whether it says something else than the alert that is open for it. */
    boolean isNewsFor(Alert alert) {
        return !message.equals(alert.message()) || (runId != null && !runId.equals(alert.runId()));
    }
}
