// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.audit;

import dev.freshet.audit.AuditEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /audit} shows: what was asked for, and what there is.
 *
 * @param older address of the page that follows, or null
 * @param fault what is wrong with the question, or null
 */
public record AuditList(
        String actor,
        String action,
        String subjectKind,
        String subject,
        String from,
        String to,
        List<AuditEntry> entries,
        @Nullable String older,
        @Nullable String fault) {

    public boolean isFiltered() {
        return !(actor + action + subjectKind + subject + from + to).isEmpty();
    }
}
