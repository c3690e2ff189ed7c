// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Samples of lag over time, {@code freshet.freshness_history}. */
final class SampleStore {

    static final String COLUMNS = """
        h.name, h.sampled_at, h.as_of, h.change_at, (extract(epoch FROM h.lag) * 1000000)::bigint AS lag_us,
        (extract(epoch FROM h.sla) * 1000000)::bigint AS sla_us, h.status, h.cause_kind, h.measured, h.pending_since, h.refreshed_at
        """;

    private static final String ADD = """
        INSERT INTO freshet.freshness_history (name, sampled_at, as_of, change_at, lag, sla, status, cause_kind, measured, pending_since, refreshed_at)
        SELECT r.name, r.sampled_at, r.as_of, r.change_at, r.lag, r.sla, r.status, r.cause_kind, r.measured, r.pending_since, r.refreshed_at
        FROM jsonb_to_recordset(:rows::jsonb) AS r (name text, sampled_at timestamptz, as_of timestamptz, change_at timestamptz, lag interval, sla interval,
          status text, cause_kind text, measured text, pending_since timestamptz, refreshed_at timestamptz)
        ON CONFLICT DO NOTHING
        """;

    private static final String LIST_LAST =
            "SELECT last.* FROM unnest(:names::text[]) n (name), LATERAL (SELECT " + COLUMNS + """
                 FROM freshet.freshness_history h WHERE h.name = n.name ORDER BY h.sampled_at DESC LIMIT 1) last
                """;

    void add(Session session, Collection<Sample> samples) {
        if (!samples.isEmpty()) {
            ArrayNode rows = JsonNodeFactory.instance.arrayNode();
            samples.forEach(sample -> put(rows.addObject(), sample));
            session.query(ADD).bind("rows", rows).execute();
        }
    }

    /** The last sample of each of the views; views without one are left out. */
    List<Sample> listLast(Session session, Collection<String> names) {
        return session.query(LIST_LAST).bind("names", names).list(SampleStore::sample);
    }

    static Sample sample(Row row) {
        return new Sample(
                row.text("name"),
                row.instant("sampled_at"),
                row.nullableInstant("as_of"),
                row.nullableInstant("change_at"),
                FreshnessStore.micros(row.nullableNumber("lag_us")),
                FreshnessStore.micros(row.nullableNumber("sla_us")),
                FreshnessStatus.of(row.text("status")),
                FreshnessStore.cause(row.nullableText("cause_kind")),
                "changes".equals(row.nullableText("measured")),
                row.nullableInstant("pending_since"),
                row.nullableInstant("refreshed_at"));
    }

    private static void put(ObjectNode row, Sample sample) {
        row.put("name", sample.name())
                .put("sampled_at", sample.at().toString())
                .put("as_of", text(sample.asOf()))
                .put("change_at", text(sample.changeAt()))
                .put("lag", text(sample.lag()))
                .put("sla", text(sample.sla()))
                .put("status", sample.status().id())
                .put(
                        "cause_kind",
                        sample.causeKind() == null ? null : sample.causeKind().id())
                .put("measured", sample.isTracked() ? "changes" : "age")
                .put("pending_since", text(sample.pendingSince()))
                .put("refreshed_at", text(sample.refreshedAt()));
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static @Nullable String text(@Nullable Duration duration) {
        return duration == null ? null : duration.toString();
    }
}
