// SPDX-License-Identifier: Apache-2.0
package dev.freshet.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; null is any.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record AuditFilter(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String subjectKind,
        @Nullable String subject,
        @Nullable Instant from,
        @Nullable Instant to) {

    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null);
}
