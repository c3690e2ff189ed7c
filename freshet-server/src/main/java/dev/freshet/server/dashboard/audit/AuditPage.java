// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.audit;

import dev.freshet.Freshet;
import dev.freshet.audit.AuditEntry;
import dev.freshet.audit.AuditFilter;
import dev.freshet.error.FreshetException;
import dev.freshet.server.Moments;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Reader;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.security.Viewer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.springframework.web.util.UriComponentsBuilder;

/** {@code /audit}: who did what, newest first. */
@Controller
class AuditPage {

    private static final int ENTRIES = 50;

    private final Pages pages;
    private final Freshet freshet;

    AuditPage(Pages pages, Freshet freshet) {
        this.pages = pages;
        this.freshet = freshet;
    }

    @GetMapping("/audit")
    View show(
            Viewer viewer,
            @RequestParam(defaultValue = "") String actor,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(name = "subject_kind", defaultValue = "") String subjectKind,
            @RequestParam(defaultValue = "") String subject,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            @RequestParam @Nullable Long before) {
        AuditList asked = new AuditList(
                actor.strip(), action.strip(), subjectKind.strip(), subject.strip(), from, to, List.of(), null, null);
        return pages.showPrivately(
                viewer,
                new Page(Section.AUDIT, "Audit", "audit/audit.jte", Set.of(), reader -> read(asked, before, reader)));
    }

    private AuditList read(AuditList asked, @Nullable Long before, Reader reader) {
        AuditFilter filter;
        try {
            filter = new AuditFilter(
                    wanted(asked.actor()),
                    wanted(asked.action()),
                    wanted(asked.subjectKind()),
                    wanted(asked.subject()),
                    moment("from", asked.from(), reader),
                    moment("to", asked.to(), reader));
        } catch (FreshetException e) {
            return filled(asked, List.of(), null, e.getMessage());
        }
        List<AuditEntry> found =
                freshet.database().call(session -> freshet.audit().list(session, filter, before, ENTRIES + 1));
        if (found.size() <= ENTRIES) {
            return filled(asked, found, null, null);
        }
        List<AuditEntry> shown = found.subList(0, ENTRIES);
        return filled(asked, shown, older(asked, shown.getLast().id()), null);
    }

    private static String older(AuditList asked, long before) {
        return UriComponentsBuilder.fromPath("/audit")
                .queryParam("actor", "{actor}")
                .queryParam("action", "{action}")
                .queryParam("subject_kind", "{kind}")
                .queryParam("subject", "{subject}")
                .queryParam("from", "{from}")
                .queryParam("to", "{to}")
                .queryParam("before", before)
                .encode()
                .buildAndExpand(
                        asked.actor(), asked.action(), asked.subjectKind(), asked.subject(), asked.from(), asked.to())
                .toUriString();
    }

    private static AuditList filled(
            AuditList asked, List<AuditEntry> entries, @Nullable String older, @Nullable String fault) {
        return new AuditList(
                asked.actor(),
                asked.action(),
                asked.subjectKind(),
                asked.subject(),
                asked.from(),
                asked.to(),
                entries,
                older,
                fault);
    }

    private static @Nullable String wanted(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Instant moment(String name, String text, Reader reader) {
        return text.isBlank() ? null : Moments.instant(name, text.strip(), reader.zone());
    }
}
