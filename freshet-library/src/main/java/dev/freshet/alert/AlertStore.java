// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.definition.AlertKind;
import dev.freshet.postgres.AdvisoryLock;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All SQL about {@code freshet.alert} and when it was last looked. */
public final class AlertStore {

    private static final String COLUMNS = """
        a.id, a.kind, a.subject_kind, a.subject, a.owner, a.run_id, a.message, a.details, a.began_at, a.opened_at,
        a.last_seen_at, a.told_at, a.resolved_at, a.resolved_because
        """;

    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(:space, :which) AS locked";

    private static final String LAST_LOOK = """
        SELECT evaluated_at, clock_timestamp() AS now FROM freshet.alert_evaluation
        """;

    private static final String LOOKED = "UPDATE freshet.alert_evaluation SET evaluated_at = :at";

    private static final String LIST_OPEN = "SELECT " + COLUMNS
            + " FROM freshet.alert a WHERE a.resolved_at IS NULL ORDER BY a.opened_at DESC, a.id DESC";

    private static final String LIST = "SELECT " + COLUMNS + """
         FROM freshet.alert a
        WHERE (:open::boolean IS NULL OR (a.resolved_at IS NULL) = :open::boolean)
          AND (:kind::text IS NULL OR a.kind = :kind::text) AND (:subject::text IS NULL OR a.subject = :subject::text)
          AND (:before::bigint IS NULL OR a.id < :before::bigint)
        ORDER BY a.id DESC LIMIT :limit
        """;

    private static final String LIST_RESOLVED_LATELY = "SELECT " + COLUMNS + """
         FROM freshet.alert a WHERE a.resolved_at >= :since ORDER BY a.resolved_at DESC LIMIT :limit
        """;

    private static final String LIST_BY_ID =
            "SELECT " + COLUMNS + " FROM freshet.alert a WHERE a.id = ANY (:ids::bigint[])";

    // Whoever was told of the same less than a while ago is not told again: the page shows it all the same.
    private static final String LIST_UNTOLD = "SELECT " + COLUMNS + """
         FROM freshet.alert a
        WHERE a.resolved_at IS NULL AND a.told_at IS NULL
          AND NOT EXISTS (SELECT FROM freshet.alert o
                          WHERE o.kind = a.kind AND o.subject_kind = a.subject_kind AND o.subject = a.subject
                            AND o.told_at > clock_timestamp() - :pause::interval)
        ORDER BY a.id
        """;

    private static final String OPEN = """
        INSERT INTO freshet.alert AS a (kind, subject_kind, subject, owner, run_id, message, details, began_at)
        VALUES (:kind, :subjectKind, :subject, :owner, :run, :message, :details::jsonb, :beganAt)
        ON CONFLICT (kind, subject_kind, subject) WHERE resolved_at IS NULL DO NOTHING
        """;

    private static final String CHANGE = """
        UPDATE freshet.alert
        SET run_id = :run, message = :message, details = :details::jsonb, owner = :owner, last_seen_at = clock_timestamp()
        WHERE id = :id AND resolved_at IS NULL
        """;

    private static final String SEE = """
        UPDATE freshet.alert SET last_seen_at = clock_timestamp()
        WHERE id = ANY (:ids::bigint[]) AND last_seen_at < clock_timestamp() - interval '1 minute'
        """;

    private static final String SET_TOLD = """
        UPDATE freshet.alert SET told_at = CASE WHEN :told THEN clock_timestamp() END WHERE id = :id AND resolved_at IS NULL
        """;

    private static final String RESOLVE = """
        UPDATE freshet.alert a SET resolved_at = clock_timestamp(), resolved_because = freshet.alert_resolution(a)
        WHERE id = ANY (:ids::bigint[]) AND resolved_at IS NULL
        """;

    private static final String DELETE_OLD = """
        DELETE FROM freshet.alert WHERE resolved_at < clock_timestamp() - :age::interval
        """;

    /** Takes the right to evaluate until the transaction ends; false while another node does. */
    boolean lock(Session session) {
        return session.query(LOCK)
                .bind("space", AdvisoryLock.HOUSEKEEPING)
                .bind("which", AdvisoryLock.ALERTS)
                .one(row -> row.bool("locked"));
    }

    LastLook lastLook(Session session) {
        return session.query(LAST_LOOK).one(row -> new LastLook(row.instant("evaluated_at"), row.instant("now")));
    }

    void looked(Session session, Instant at) {
        session.query(LOOKED).bind("at", at).execute();
    }

    /** Open alerts, the newest first. */
    public List<Alert> listOpen(Session session) {
        return session.query(LIST_OPEN).list(AlertStore::alert);
    }

    /**
     * Alerts, the newest first.
     *
     * @param open only those that are, or are not; null for all
     * @param before only ids below, for the next page; null for the first
     */
    public List<Alert> list(
            Session session,
            @Nullable Boolean open,
            @Nullable AlertKind kind,
            @Nullable String subject,
            @Nullable Long before,
            int limit) {
        return session.query(LIST)
                .bind("open", open)
                .bind("kind", kind == null ? null : kind.id())
                .bind("subject", subject)
                .bind("before", before)
                .bind("limit", limit)
                .list(AlertStore::alert);
    }

    /** Those that were resolved since an instant, the latest first. */
    public List<Alert> listResolved(Session session, Instant since, int limit) {
        return session.query(LIST_RESOLVED_LATELY)
                .bind("since", since)
                .bind("limit", limit)
                .list(AlertStore::alert);
    }

    public Optional<Alert> find(Session session, long id) {
        return list(session, List.of(id)).stream().findFirst();
    }

    List<Alert> list(Session session, Collection<Long> ids) {
        return session.query(LIST_BY_ID).bind("ids", ids).list(AlertStore::alert);
    }

    /** Open ones that were not told, and may be. */
    List<Alert> listUntold(Session session, Duration pause) {
        return session.query(LIST_UNTOLD).bind("pause", pause).list(AlertStore::alert);
    }

    void open(Session session, AlertCondition condition) {
        session.query(OPEN)
                .bind("kind", condition.kind().id())
                .bind("subjectKind", condition.subjectKind())
                .bind("subject", condition.subject())
                .bind("owner", condition.owner())
                .bind("run", condition.runId())
                .bind("message", condition.message())
                .bind("details", condition.details())
                .bind("beganAt", condition.beganAt())
                .execute();
    }

    void change(Session session, long id, AlertCondition condition) {
        session.query(CHANGE)
                .bind("id", id)
                .bind("run", condition.runId())
                .bind("message", condition.message())
                .bind("details", condition.details())
                .bind("owner", condition.owner())
                .execute();
    }

    void see(Session session, Collection<Long> ids) {
        session.query(SEE).bind("ids", ids).execute();
    }

    void setTold(Session session, long id, boolean told) {
        session.query(SET_TOLD).bind("id", id).bind("told", told).execute();
    }

    void resolve(Session session, Collection<Long> ids) {
        session.query(RESOLVE).bind("ids", ids).execute();
    }

    /** Forgets alerts that were resolved long ago, and what was told of them. */
    int deleteOlderThan(Session session, Duration age) {
        return session.query(DELETE_OLD).bind("age", age).execute();
    }

    private static Alert alert(Row row) {
        return new Alert(
                row.number("id"),
                AlertKind.of(row.text("kind")),
                row.text("subject_kind"),
                row.text("subject"),
                row.nullableText("owner"),
                row.nullableNumber("run_id"),
                row.text("message"),
                row.text("details"),
                row.instant("began_at"),
                row.instant("opened_at"),
                row.instant("last_seen_at"),
                row.nullableInstant("told_at"),
                row.nullableInstant("resolved_at"),
                row.nullableText("resolved_because"));
    }

    /** When conditions were last looked at, and the database's clock. */
    record LastLook(Instant at, Instant now) {
        Duration age() {
            return Duration.between(at, now);
        }
    }
}
