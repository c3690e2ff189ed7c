// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.definition.AlertKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A condition that somebody should know of, with its beginning and its end.
 *
 * @param subjectKind {@code job}, {@code view} or {@code node}
 * @param owner who answers for it, or null
 * @param runId the newest run it is about, or null
 * @param message a sentence without its full stop
 * @param details JSON
 * @param beganAt when the condition began; {@code openedAt} is when Freshet noticed
 * @param toldAt null while channels have not been told
 * @param resolvedAt null while it is open
 */
public record Alert(
        long id,
        AlertKind kind,
        String subjectKind,
        String subject,
        @Nullable String owner,
        @Nullable Long runId,
        String message,
        String details,
        Instant beganAt,
        Instant openedAt,
        Instant lastSeenAt,
        @Nullable Instant toldAt,
        @Nullable Instant resolvedAt,
        @Nullable String resolvedBecause) {

    /** What makes it one: no two open alerts have the same. */
    public record Key(AlertKind kind, String subjectKind, String subject) {}

    public Key key() {
        return new Key(kind, subjectKind, subject);
    }

    public boolean isOpen() {
        return resolvedAt == null;
    }

    /** Path of the page that says more. */
    public String path() {
        if (runId != null) {
            return "/runs/" + runId;
        }
        return switch (subjectKind) {
            case "job" -> "/jobs/" + segment(subject);
            case "view" -> "/views/" + segment(subject);
            default -> "/alerts";
        };
    }

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
