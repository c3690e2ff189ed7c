// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import dev.freshet.definition.FreshnessJson;
import dev.freshet.definition.FreshnessPromise;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was kept of how fresh things were: samples, breaches, and what follows from them. */
public final class FreshnessQueries {

    private static final String LIST_SAMPLES = "SELECT " + SampleStore.COLUMNS + """
        FROM freshet.freshness_history h
        WHERE h.name = :name AND h.sampled_at > :after AND h.sampled_at <= :to ORDER BY h.sampled_at LIMIT :limit
        """;

    // The worst of each stretch of time, so that no peak is lost, and the last one, so that the curve falls where it
    // fell.
    private static final String LIST_CURVE = """
        SELECT DISTINCT ON (s.sampled_at) s.* FROM (
          SELECT h.*, row_number() OVER (PARTITION BY h.stretch ORDER BY h.lag_us DESC NULLS LAST, h.sampled_at) AS by_lag,
            row_number() OVER (PARTITION BY h.stretch ORDER BY h.sampled_at DESC) AS from_end
          FROM (SELECT width_bucket(extract(epoch FROM h.sampled_at), extract(epoch FROM :from::timestamptz), extract(epoch FROM :to::timestamptz), :stretches) AS stretch,
        """ + SampleStore.COLUMNS + """
                FROM freshet.freshness_history h WHERE h.name = :name AND h.sampled_at > :from AND h.sampled_at <= :to) h) s
        WHERE s.by_lag = 1 OR s.from_end = 1 ORDER BY s.sampled_at
        """;

    private static final String LIST_BREACHES = "SELECT " + BreachStore.COLUMNS + """
        FROM freshet.breach b
        WHERE (cast(:name AS text) IS NULL OR b.name = :name) AND (NOT :open OR b.ended_at IS NULL)
          AND (cast(:before AS bigint) IS NULL OR b.id < :before)
        ORDER BY b.id DESC LIMIT :limit
        """;

    private static final String LIST_BREACHES_WITHIN = "SELECT " + BreachStore.COLUMNS + """
        FROM freshet.breach b
        WHERE (cast(:name AS text) IS NULL OR b.name = :name) AND (b.ended_at IS NULL OR b.ended_at > :from) AND b.began_at < :to
        ORDER BY b.began_at
        """;

    private static final String LIST_PROMISES = """
        SELECT p.name, p.promised_at, p.ended_at, p.promise::text AS promise FROM freshet.freshness_promise p
        WHERE (cast(:name AS text) IS NULL OR p.name = :name) AND (p.ended_at IS NULL OR p.ended_at > :from)
        """;

    private static final String MEASURED_SINCE = """
        SELECT min(h.sampled_at) AS since FROM freshet.freshness_history h
        WHERE h.name = :name AND h.measured = 'changes' AND h.sampled_at >= :from
        """;

    private static final Duration DAY = Duration.ofDays(1);

    /** Samples of a view after one moment until another, oldest first. */
    public List<Sample> listSamples(Session session, String view, Instant after, Instant to, int limit) {
        return session.query(LIST_SAMPLES)
                .bind("name", view)
                .bind("after", after)
                .bind("to", to)
                .bind("limit", limit)
                .list(SampleStore::sample);
    }

    /**
     * The shape of a view's lag, oldest first: of more samples, the worst and the last of each stretch of time.
     *
     * @param stretches into how many the time is cut
     */
    public List<Sample> listCurve(Session session, String view, Instant from, Instant to, int stretches) {
        return session.query(LIST_CURVE)
                .bind("name", view)
                .bind("from", from)
                .bind("to", to)
                .bind("stretches", stretches)
                .list(SampleStore::sample);
    }

    /** The first moment, not before another, at which a view's lag was measured by changes; empty where there is none. */
    public Optional<Instant> measuredSince(Session session, String view, Instant from) {
        return session.query(MEASURED_SINCE)
                .bind("name", view)
                .bind("from", from)
                .one(row -> Optional.ofNullable(row.nullableInstant("since")));
    }

    /**
     * Breaches, newest first.
     *
     * @param view only of this view, or null
     * @param open only those that last
     * @param before only those with a smaller id, or null
     */
    public List<Breach> listBreaches(
            Session session, @Nullable String view, boolean open, @Nullable Long before, int limit) {
        return session.query(LIST_BREACHES)
                .bind("name", view)
                .bind("open", open)
                .bind("before", before)
                .bind("limit", limit)
                .list(BreachStore::breach);
    }

    /** Breaches of which some part lies between two moments, oldest first. */
    public List<Breach> listBreachesWithin(Session session, @Nullable String view, Instant from, Instant to) {
        return session.query(LIST_BREACHES_WITHIN)
                .bind("name", view)
                .bind("from", from)
                .bind("to", to)
                .list(BreachStore::breach);
    }

    /**
     * For which part of the last day, week and month each promise was kept, by view.
     *
     * @param view only of this one, or null for all
     */
    public Map<String, Attainment> attainment(Session session, @Nullable String view, Instant now) {
        Instant from = now.minus(DAY.multipliedBy(30));
        Map<String, List<Promised>> promises = new TreeMap<>();
        session.query(LIST_PROMISES)
                .bind("name", view)
                .bind("from", from)
                .list(row -> promises.computeIfAbsent(row.text("name"), name -> new ArrayList<>())
                        .add(new Promised(
                                row.instant("promised_at"),
                                row.nullableInstant("ended_at"),
                                FreshnessJson.promise(row.text("promise")))));
        Map<String, List<Breach>> breaches = new TreeMap<>();
        listBreachesWithin(session, view, from, now)
                .forEach(breach -> breaches.computeIfAbsent(breach.name(), name -> new ArrayList<>())
                        .add(breach));
        Map<String, Attainment> attainment = new TreeMap<>();
        promises.forEach((name, given) -> {
            List<Breach> broken = breaches.getOrDefault(name, List.of());
            attainment.put(
                    name,
                    new Attainment(
                            kept(given, broken, now.minus(DAY), now),
                            kept(given, broken, now.minus(DAY.multipliedBy(7)), now),
                            kept(given, broken, from, now)));
        });
        return attainment;
    }

    private static @Nullable Double kept(List<Promised> promises, List<Breach> breaches, Instant from, Instant to) {
        Duration promised =
                promises.stream().map(promise -> promise.within(from, to)).reduce(Duration.ZERO, Duration::plus);
        if (promised.isZero()) {
            return null;
        }
        Duration broken = promises.stream()
                .map(promise -> promise.brokenWithin(breaches, from, to))
                .reduce(Duration.ZERO, Duration::plus);
        return Math.clamp(1 - (double) broken.toMillis() / Math.max(1, promised.toMillis()), 0.0, 1.0);
    }

    private record Promised(Instant from, @Nullable Instant to, FreshnessPromise promise) {

        Duration within(Instant begin, Instant end) {
            Instant first = first(begin);
            Instant last = last(end);
            return first.isBefore(last) ? promise.promisedWithin(first, last) : Duration.ZERO;
        }

        Duration brokenWithin(List<Breach> breaches, Instant begin, Instant end) {
            return breaches.stream()
                    .map(breach -> breach.within(first(begin), last(end)))
                    .reduce(Duration.ZERO, Duration::plus);
        }

        private Instant first(Instant begin) {
            return from.isBefore(begin) ? begin : from;
        }

        private Instant last(Instant end) {
            return to == null || to.isAfter(end) ? end : to;
        }
    }
}
