// SPDX-License-Identifier: Apache-2.0
package dev.freshet.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One control act: who did what to which thing, when, from where and why. */
public record AuditEntry(
        long id,
        Instant at,
        String actor,
        String origin,
        String action,
        String subjectKind,
        String subject,
        @Nullable String reason,
        String details) {}
