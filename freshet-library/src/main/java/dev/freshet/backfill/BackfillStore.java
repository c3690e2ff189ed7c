// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** All SQL about {@code freshet.backfill}; {@link SliceStore} has that about its slices. */
public final class BackfillStore {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private static final String INSERT = """
        INSERT INTO freshet.backfill (job, starts_at, ends_at, slice, time_zone, parallel, beside, newest_first, fail_fast,
                                      parameters, slices, created_by, reason)
        VALUES (:job, :from, :to, :slice, :zone, :parallel, :beside, :newestFirst, :failFast,
                :parameters::jsonb, :slices, :by, :reason)
        RETURNING id
        """;

    private static final String COLUMNS = """
        b.id, b.job, b.starts_at, b.ends_at, b.slice, b.time_zone, b.parallel, b.beside, b.newest_first, b.fail_fast,
        b.parameters, b.state, b.slices, b.created_at, b.created_by, b.reason, b.running_since, b.ended_at, b.note,
        c.counts, c.ended_since
        """;

    private static final String FROM = """
         FROM freshet.backfill b CROSS JOIN LATERAL (
          SELECT coalesce(jsonb_object_agg(n.state, n.slices), '{}') AS counts, coalesce(sum(n.ended_since), 0) AS ended_since
          FROM (SELECT s.state, count(*) AS slices, count(*) FILTER (WHERE s.ended_at >= b.running_since) AS ended_since
                FROM freshet.backfill_slice s WHERE s.backfill_id = b.id GROUP BY s.state) n) c
        """;

    private static final String FIND = "SELECT " + COLUMNS + FROM + " WHERE b.id = :id";

    private static final String LIST = "SELECT " + COLUMNS + FROM + """
         WHERE (:job::text IS NULL OR b.job = :job::text) AND (:before::bigint IS NULL OR b.id < :before::bigint)
          AND (:open::boolean IS NULL OR (b.state IN ('running', 'stopped')) = :open::boolean)
        ORDER BY b.id DESC LIMIT :limit
        """;

    private static final String LOCK = "SELECT id FROM freshet.backfill WHERE id = :id FOR UPDATE";

    private static final String TRY_LOCK = "SELECT id FROM freshet.backfill WHERE id = :id FOR UPDATE SKIP LOCKED";

    // A cancelled one has work left while its last runs end.
    private static final String LIST_OPEN = """
        SELECT id FROM freshet.backfill WHERE state = 'running'
        UNION SELECT backfill_id FROM freshet.backfill_slice WHERE state = 'active'
        ORDER BY id
        """;

    private static final String CHANGE = """
        UPDATE freshet.backfill
        SET state = :state, note = :note,
            ended_at = CASE WHEN :state IN ('running', 'stopped') THEN NULL ELSE clock_timestamp() END,
            running_since = CASE WHEN :state = 'running' THEN clock_timestamp() ELSE running_since END
        WHERE id = :id AND state = ANY (:from::text[])
        """;

    long insert(Session session, BackfillPlan plan, String by) {
        BackfillRequest request = plan.request();
        return session.query(INSERT)
                .bind("job", request.job())
                .bind("from", request.from())
                .bind("to", request.to())
                .bind("slice", plan.width().text())
                .bind("zone", plan.zone().getId())
                .bind("parallel", request.parallel())
                .bind("beside", request.beside())
                .bind("newestFirst", request.newestFirst())
                .bind("failFast", request.failFast())
                .bind("parameters", JSON.writeValueAsString(request.parameters()))
                .bind("slices", plan.slices().size())
                .bind("by", by)
                .bind("reason", request.reason())
                .one(row -> row.number("id"));
    }

    public Optional<Backfill> find(Session session, long id) {
        return session.query(FIND).bind("id", id).first(BackfillStore::backfill);
    }

    /**
     * Backfills, newest first.
     *
     * @param job only of this job, or null
     * @param open only those that have not ended, or only those that have; null for both
     * @param before only ids below, or null
     */
    public List<Backfill> list(
            Session session, @Nullable String job, @Nullable Boolean open, @Nullable Long before, int limit) {
        return session.query(LIST)
                .bind("job", job)
                .bind("open", open)
                .bind("before", before)
                .bind("limit", limit)
                .list(BackfillStore::backfill);
    }

    /** Locks a backfill until the transaction ends; false when there is none. */
    boolean lock(Session session, long id) {
        return session.query(LOCK).bind("id", id).first(row -> true).orElse(false);
    }

    /** As {@link #lock}, but false also when somebody else has it locked. */
    boolean tryLock(Session session, long id) {
        return session.query(TRY_LOCK).bind("id", id).first(row -> true).orElse(false);
    }

    /** Those that a feeder has to look after. */
    List<Long> listOpen(Session session) {
        return session.query(LIST_OPEN).list(row -> row.number("id"));
    }

    /** One guarded transition; false when the backfill is in none of the states it starts from. */
    boolean change(
            Session session, long id, Collection<BackfillState> from, BackfillState state, @Nullable String note) {
        return session.query(CHANGE)
                        .bind("id", id)
                        .bind("from", from.stream().map(BackfillState::id).toList())
                        .bind("state", state.id())
                        .bind("note", note)
                        .execute()
                == 1;
    }

    private static Backfill backfill(Row row) {
        Map<SliceState, Integer> counts = new EnumMap<>(SliceState.class);
        JSON.readTree(row.text("counts"))
                .properties()
                .forEach(entry -> counts.put(
                        SliceState.of(entry.getKey()), entry.getValue().asInt()));
        Instant endedAt = row.nullableInstant("ended_at");
        return new Backfill(
                row.number("id"),
                row.text("job"),
                row.instant("starts_at"),
                row.instant("ends_at"),
                row.text("slice"),
                ZoneId.of(row.text("time_zone")),
                row.integer("parallel"),
                row.bool("beside"),
                row.bool("newest_first"),
                row.bool("fail_fast"),
                JSON.readValue(row.text("parameters"), MAP),
                BackfillState.of(row.text("state")),
                row.integer("slices"),
                row.instant("created_at"),
                row.text("created_by"),
                row.nullableText("reason"),
                row.instant("running_since"),
                endedAt,
                row.nullableText("note"),
                counts,
                row.integer("ended_since"));
    }
}
