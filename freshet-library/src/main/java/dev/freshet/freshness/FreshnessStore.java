// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import dev.freshet.definition.FreshnessJson;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How fresh everything is right now: the database compares the lag with the SLA, in {@code freshet.freshness}. */
public final class FreshnessStore {

    private static final Logger LOG = LoggerFactory.getLogger(FreshnessStore.class);

    private static final String LIST = """
        SELECT f.name, f.kind, f.at, f.as_of, f.change_at, (extract(epoch FROM f.lag) * 1000000)::bigint AS lag_us,
          (extract(epoch FROM f.sla) * 1000000)::bigint AS sla_us, f.status, f.cause_kind, f.cause, f.measured, f.pending_since,
          f.pending_source, f.why_age, f.refreshed_at, f.promised_since, f.promise::text AS promise
        FROM freshet.freshness f
        WHERE cast(:name AS text) IS NULL OR f.name = :name
        ORDER BY f.name
        """;

    /** Every declared view, by name. */
    public List<Freshness> list(Session session) {
        return session.query(LIST).bind("name", null).list(FreshnessStore::readable).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    public Optional<Freshness> find(Session session, String name) {
        return session.query(LIST).bind("name", name).first(FreshnessStore::freshness);
    }

    /** Nothing for a view whose promise only a newer version of Freshet can read: the others are shown all the same. */
    private static Optional<Freshness> readable(Row row) {
        try {
            return Optional.of(freshness(row));
        } catch (RuntimeException e) {
            LOG.warn("What is promised for view {} cannot be read: {}", row.text("name"), e.toString());
            return Optional.empty();
        }
    }

    static @Nullable Duration micros(@Nullable Long micros) {
        return micros == null ? null : Duration.of(micros, ChronoUnit.MICROS);
    }

    static @Nullable CauseKind cause(@Nullable String id) {
        return id == null ? null : CauseKind.of(id);
    }

    private static Freshness freshness(Row row) {
        String promise = row.nullableText("promise");
        return new Freshness(
                row.text("name"),
                row.text("kind"),
                row.instant("at"),
                row.nullableInstant("as_of"),
                row.nullableInstant("change_at"),
                micros(row.nullableNumber("lag_us")),
                micros(row.nullableNumber("sla_us")),
                FreshnessStatus.of(row.text("status")),
                cause(row.nullableText("cause_kind")),
                row.nullableText("cause"),
                "changes".equals(row.nullableText("measured")),
                row.nullableInstant("pending_since"),
                row.nullableText("pending_source"),
                row.nullableText("why_age"),
                row.nullableInstant("refreshed_at"),
                row.nullableInstant("promised_since"),
                promise == null ? null : FreshnessJson.promise(promise));
    }
}
