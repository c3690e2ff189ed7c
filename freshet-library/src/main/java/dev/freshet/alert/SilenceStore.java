// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.definition.AlertKind;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All SQL about {@code freshet.silence}. */
public final class SilenceStore {

    private static final String COLUMNS = "id, kind, subject, reason, created_at, created_by, ends_at, ended_by";

    private static final String LIST_ACTIVE =
            "SELECT " + COLUMNS + " FROM freshet.silence WHERE ends_at > clock_timestamp() ORDER BY ends_at, id";

    private static final String LIST = "SELECT " + COLUMNS + """
         FROM freshet.silence WHERE (:before::bigint IS NULL OR id < :before::bigint) ORDER BY id DESC LIMIT :limit
        """;

    private static final String FIND = "SELECT " + COLUMNS + " FROM freshet.silence WHERE id = :id";

    private static final String BEGIN = """
        INSERT INTO freshet.silence (kind, subject, reason, created_by, ends_at)
        VALUES (:kind, :subject, :reason, :by, :until) RETURNING\
        """ + " " + COLUMNS;

    private static final String END = """
        UPDATE freshet.silence SET ends_at = clock_timestamp(), ended_by = :by
        WHERE id = :id AND ends_at > clock_timestamp() RETURNING\
        """ + " " + COLUMNS;

    private static final String DELETE_OLD =
            "DELETE FROM freshet.silence WHERE ends_at < clock_timestamp() - :age::interval";

    /** Those in force, the first to end first. */
    public List<Silence> listActive(Session session) {
        return session.query(LIST_ACTIVE).list(SilenceStore::silence);
    }

    /** All of them, newest first. */
    public List<Silence> list(Session session, @Nullable Long before, int limit) {
        return session.query(LIST).bind("before", before).bind("limit", limit).list(SilenceStore::silence);
    }

    Optional<Silence> find(Session session, long id) {
        return session.query(FIND).bind("id", id).first(SilenceStore::silence);
    }

    Silence begin(
            Session session,
            @Nullable AlertKind kind,
            String subject,
            @Nullable String reason,
            String by,
            Instant until) {
        return session.query(BEGIN)
                .bind("kind", kind == null ? null : kind.id())
                .bind("subject", subject)
                .bind("reason", reason)
                .bind("by", by)
                .bind("until", until)
                .one(SilenceStore::silence);
    }

    /** Ends one early; empty when it was over. */
    Optional<Silence> end(Session session, long id, String by) {
        return session.query(END).bind("id", id).bind("by", by).first(SilenceStore::silence);
    }

    int deleteOlderThan(Session session, Duration age) {
        return session.query(DELETE_OLD).bind("age", age).execute();
    }

    private static Silence silence(Row row) {
        String kind = row.nullableText("kind");
        return new Silence(
                row.number("id"),
                kind == null ? null : AlertKind.of(kind),
                row.text("subject"),
                row.nullableText("reason"),
                row.instant("created_at"),
                row.text("created_by"),
                row.instant("ends_at"),
                row.nullableText("ended_by"));
    }
}
