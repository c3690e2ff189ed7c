// SPDX-License-Identifier: Apache-2.0
package dev.freshet.audit;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** All SQL about {@code freshet.audit}. */
public final class AuditStore {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final String RECORD = """
        INSERT INTO freshet.audit (actor, origin, action, subject_kind, subject, reason, details)
        VALUES (:actor, :origin, :action, :subjectKind, :subject, :reason, :details::jsonb)
        """;

    private static final String LIST = """
        SELECT id, at, actor, origin, action, subject_kind, subject, reason, details
        FROM freshet.audit
        WHERE (:before::bigint IS NULL OR id < :before::bigint)
          AND (:actor::text IS NULL OR actor = :actor::text)
          AND (:action::text IS NULL OR action = :action::text)
          AND (:subjectKind::text IS NULL OR subject_kind = :subjectKind::text)
          AND (:subject::text IS NULL OR subject = :subject::text OR details ->> 'job' = :subject::text)
          AND (:from::timestamptz IS NULL OR at >= :from::timestamptz)
          AND (:to::timestamptz IS NULL OR at < :to::timestamptz)
        ORDER BY id DESC LIMIT :limit
        """;

    private static final String LIST_ABOUT = """
        SELECT id, at, actor, origin, action, subject_kind, subject, reason, details
        FROM freshet.audit WHERE subject_kind = :kind AND subject = ANY (:subjects::text[])
        ORDER BY id DESC LIMIT :limit
        """;

    /** Writes an entry in the session's transaction: the act and its record are seen together or not at all. */
    public void record(
            Session session,
            Actor actor,
            String action,
            String subjectKind,
            String subject,
            @Nullable String reason,
            Map<String, ?> details) {
        session.query(RECORD)
                .bind("actor", actor.name())
                .bind("origin", actor.origin())
                .bind("action", action)
                .bind("subjectKind", subjectKind)
                .bind("subject", subject)
                .bind("reason", reason)
                .bind("details", MAPPER.writeValueAsString(details))
                .execute();
    }

    /**
     * Entries, newest first.
     *
     * @param before only ids below, for the next page; null for the first
     */
    public List<AuditEntry> list(Session session, @Nullable Long before, int limit) {
        return list(session, AuditFilter.ALL, before, limit);
    }

    /** The same of those that a filter lets through. */
    public List<AuditEntry> list(Session session, AuditFilter filter, @Nullable Long before, int limit) {
        return session.query(LIST)
                .bind("before", before)
                .bind("actor", filter.actor())
                .bind("action", filter.action())
                .bind("subjectKind", filter.subjectKind())
                .bind("subject", filter.subject())
                .bind("from", filter.from())
                .bind("to", filter.to())
                .bind("limit", limit)
                .list(AuditStore::entry);
    }

    /** What was done to some subjects of one kind, newest first. */
    public List<AuditEntry> listAbout(Session session, String kind, Collection<String> subjects, int limit) {
        return session.query(LIST_ABOUT)
                .bind("kind", kind)
                .bind("subjects", subjects)
                .bind("limit", limit)
                .list(AuditStore::entry);
    }

    private static AuditEntry entry(Row row) {
        return new AuditEntry(
                row.number("id"),
                row.instant("at"),
                row.text("actor"),
                row.text("origin"),
                row.text("action"),
                row.text("subject_kind"),
                row.text("subject"),
                row.nullableText("reason"),
                row.text("details"));
    }
}
