// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.audit;

import dev.freshet.Freshet;
import dev.freshet.audit.AuditFilter;
import dev.freshet.server.Moments;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit trail. */
@Tag(name = "audit")
@RestController
class AuditResource {

    private final Freshet freshet;

    AuditResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "Who did what, newest first; from is inclusive, to exclusive")
    @GetMapping("/api/audit")
    Page<AuditResponse> list(
            @RequestParam @Nullable String actor,
            @RequestParam @Nullable String action,
            @RequestParam(name = "subject_kind") @Nullable String subjectKind,
            @RequestParam @Nullable String subject,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        int checked = Page.checkedLimit(limit);
        AuditFilter filter =
                new AuditFilter(actor, action, subjectKind, subject, moment("from", from), moment("to", to));
        List<AuditResponse> entries = freshet
                .database()
                .call(session -> freshet.audit().list(session, filter, Page.number(cursor), checked + 1))
                .stream()
                .map(AuditResponse::of)
                .toList();
        return Page.of(entries, checked, last -> Long.toString(last.id()));
    }

    private static @Nullable Instant moment(String name, @Nullable String text) {
        return text == null || text.isBlank() ? null : Moments.instant(name, text, ZoneOffset.UTC);
    }
}
