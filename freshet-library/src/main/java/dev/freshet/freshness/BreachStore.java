// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Breaches, {@code freshet.breach}: opened, kept up to date while they last, and closed. */
final class BreachStore {

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

    private static final String DELETE_OLD =
            "DELETE FROM freshet.breach WHERE ended_at < clock_timestamp() - :age::interval";

    List<Breach> listOpen(Session session) {
        return session.query(LIST_OPEN).list(BreachStore::breach);
    }

    /** Writes a breach whose id is not known yet. */
    void add(Session session, Breach breach) {
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
    void update(Session session, Breach breach) {
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
