// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When somebody looked last at how fresh things are, {@code freshet.freshness_look}, and what was refreshed since. */
final class LookStore {

    private static final String LAST = """
        SELECT clock_timestamp() AS now, (SELECT l.looked_at FROM freshet.freshness_look l) AS looked_at
        """;

    private static final String LOOKED = """
        INSERT INTO freshet.freshness_look (looked_at) VALUES (:at) ON CONFLICT (one) DO UPDATE SET looked_at = excluded.looked_at
        """;

    private static final String LIST_REFRESHED = """
        SELECT r.view_name, r.completed_at, r.as_of FROM freshet.refreshed_since(:names::text[], :moments::timestamptz[], :to) r
        """;

    /** The last look of any node, and the database's clock. */
    record Last(@Nullable Instant at, Instant now) {

        /** Null where nobody has looked yet, or the clock was put back since. */
        @Nullable
        Duration age() {
            return at == null || at.isAfter(now) ? null : Duration.between(at, now);
        }
    }

    Last last(Session session) {
        return session.query(LAST).one(row -> new Last(row.nullableInstant("looked_at"), row.instant("now")));
    }

    void looked(Session session, Instant at) {
        session.query(LOOKED).bind("at", at).execute();
    }

    /**
     * The successful refreshes of some views that ended after a moment for each, until one for all, oldest first.
     *
     * @param moments as text, one for each name
     */
    List<Refreshed> listRefreshed(Session session, List<String> names, List<String> moments, Instant to) {
        return session.query(LIST_REFRESHED)
                .bind("names", names)
                .bind("moments", moments)
                .bind("to", to)
                .list(row -> new Refreshed(
                        row.text("view_name"), row.instant("completed_at"), row.nullableInstant("as_of")));
    }
}
