// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Breaches, {@code freshet.breach}: opened, kept up to date while they last, and closed. */
final class BreachStore {

    private static final Logger LOG = LoggerFactory.getLogger(BreachStore.class);

    static final String COLUMNS = """
        b.id, b.name, b.began_at, b.ended_at, b.change_at, (extract(epoch FROM b.sla) * 1000000)::bigint AS sla_us,
        (extract(epoch FROM b.worst_lag) * 1000000)::bigint AS worst_us, b.cause_kind, b.cause, b.causes::text AS causes, b.judged_at
        """;

    private static final String LIST_OPEN = "SELECT " + COLUMNS + " FROM freshet.breach b WHERE b.ended_at IS NULL";

    private static final String ADD = """
        INSERT INTO freshet.breach (name, began_at, ended_at, change_at, sla, worst_lag, cause_kind, cause, causes, judged_at)
        VALUES (:name, :beganAt, :endedAt, :changeAt, :sla, :worstLag, :causeKind, :cause, :causes, :judgedAt)
        """;

    private static final String UPDATE = """
        UPDATE freshet.breach
        SET ended_at = :endedAt, worst_lag = :worstLag, cause_kind = :causeKind, cause = :cause, causes = :causes, judged_at = :judgedAt
        WHERE id = :id AND ended_at IS NULL
        """;

    // Of a view that is declared still, how it was mended is reckoned.
    private static final String END_UNPROMISED = """
        UPDATE freshet.breach b
        SET ended_at = e.at, worst_lag = greatest(b.worst_lag, e.at - b.change_at), judged_at = clock_timestamp()
        FROM (SELECT o.id, greatest(o.began_at, coalesce(max(p.ended_at), clock_timestamp())) AS at
              FROM freshet.breach o LEFT JOIN freshet.freshness_promise p ON p.name = o.name
              WHERE o.ended_at IS NULL
              GROUP BY o.id, o.began_at HAVING count(*) FILTER (WHERE p.ended_at IS NULL AND p.name IS NOT NULL) = 0) e
        WHERE b.id = e.id AND b.ended_at IS NULL
        """;

    // Attainment counts a month of them.
    private static final String DELETE_OLD = """
        DELETE FROM freshet.breach WHERE ended_at < clock_timestamp() - greatest(:age::interval, interval '31 days')
        """;

    List<Breach> listOpen(Session session) {
        return session.query(LIST_OPEN).list(BreachStore::breach);
    }

    /**
     * Writes what was reckoned of one view within a transaction: all of it, or nothing, where the database refuses some of
     * it, so that one view's trouble is not that of the others.
     */
    void write(Session session, List<Breach> reckoned) {
        if (reckoned.isEmpty()) {
            return;
        }
        session.execute("SAVEPOINT breaches");
        try {
            for (Breach breach : reckoned) {
                if (breach.id() == 0) {
                    add(session, breach);
                } else {
                    update(session, breach);
                }
            }
        } catch (DatabaseException e) {
            session.execute("ROLLBACK TO SAVEPOINT breaches");
            LOG.warn("A breach of {} is not kept: {}", reckoned.getFirst().name(), e.getMessage());
        }
        session.execute("RELEASE SAVEPOINT breaches");
    }

    /** Ends those of views for which nothing is promised any more, when that was taken away. */
    void endUnpromised(Session session) {
        session.query(END_UNPROMISED).execute();
    }

    /** Writes a breach whose id is not known yet. */
    private void add(Session session, Breach breach) {
        session.query(ADD)
                .bind("name", breach.name())
                .bind("beganAt", breach.beganAt())
                .bind("endedAt", breach.endedAt())
                .bind("changeAt", breach.changeAt())
                .bind("sla", breach.sla())
                .bind("worstLag", breach.worstLag())
                .bind("causeKind", breach.causeKind().id())
                .bind("cause", breach.cause())
                .bind("causes", json(breach.causes()))
                .bind("judgedAt", breach.judgedAt())
                .execute();
    }

    /** Brings an open breach up to date, or closes it. */
    private void update(Session session, Breach breach) {
        session.query(UPDATE)
                .bind("id", breach.id())
                .bind("endedAt", breach.endedAt())
                .bind("worstLag", breach.worstLag())
                .bind("causeKind", breach.causeKind().id())
                .bind("cause", breach.cause())
                .bind("causes", json(breach.causes()))
                .bind("judgedAt", breach.judgedAt())
                .execute();
    }

    int deleteOlderThan(Session session, Duration age) {
        return session.query(DELETE_OLD).bind("age", age).execute();
    }

    static Breach breach(Row row) {
        Map<CauseKind, Duration> causes = new EnumMap<>(CauseKind.class);
        JsonNode stored = JsonMapper.shared().readTree(row.text("causes"));
        stored.properties()
                .forEach(cause -> causes.put(
                        CauseKind.of(cause.getKey()),
                        Duration.ofMillis(Math.round(cause.getValue().asDouble() * 1000))));
        Instant began = row.instant("began_at");
        return new Breach(
                row.number("id"),
                row.text("name"),
                began,
                row.nullableInstant("ended_at"),
                row.nullableInstant("change_at"),
                java.util.Objects.requireNonNull(FreshnessStore.micros(row.number("sla_us"))),
                java.util.Objects.requireNonNull(FreshnessStore.micros(row.number("worst_us"))),
                CauseKind.of(row.text("cause_kind")),
                row.text("cause"),
                causes,
                row.instant("judged_at"));
    }

    private static ObjectNode json(Map<CauseKind, Duration> causes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        causes.forEach((kind, time) -> json.put(kind.id(), time.toMillis() / 1000.0));
        return json;
    }
}
