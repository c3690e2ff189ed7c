// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import dev.freshet.cluster.Agent;
import dev.freshet.cluster.DatabaseClock;
import dev.freshet.cluster.NodeLease;
import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.RetentionDefinition;
import dev.freshet.postgres.AdvisoryLock;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at how fresh everything is, every few seconds, when a refresh ends and when a promise may break, and keeps what it
 * sees: samples and breaches. One node at a time does.
 */
public final class FreshnessJudge implements AutoCloseable {

    private static final Duration POLL = Duration.ofSeconds(5);
    /** However much happens, nobody looks more often. */
    private static final Duration REST = Duration.ofSeconds(1);

    private static final Duration AT_LEAST = Duration.ofMillis(100);
    private static final Duration WITHOUT_LEASE = Duration.ofMillis(250);
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);

    private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock(:class, :key) AS locked";

    private final Database database;
    private final DatabaseClock clock;
    private final NodeLease lease;
    private final Supplier<RetentionDefinition> retention;
    private final FreshnessStore freshness = new FreshnessStore();
    private final SampleStore samples = new SampleStore();
    private final BreachStore breaches = new BreachStore();
    private final LookStore looks = new LookStore();
    private final Agent agent = new Agent("freshness-judge", this::judge);
    private @Nullable Instant pruned;

    public FreshnessJudge(
            Database database,
            DatabaseClock clock,
            NodeLease lease,
            Wakeups wakeups,
            Supplier<RetentionDefinition> retention) {
        this.database = database;
        this.clock = clock;
        this.lease = lease;
        this.retention = retention;
        wakeups.subscribe(message -> {
            switch (message) {
                case Wakeups.REFRESH, Wakeups.DEFINITIONS, Wakeups.RESYNC -> agent.wake();
                default -> {}
            }
        });
    }

    public void start() {
        agent.start();
    }

    @Override
    public void close() {
        agent.close();
    }

    public Agent.Vitals vitals() {
        return agent.vitals();
    }

    private Duration judge() {
        if (lease.nodeId().isEmpty()) {
            return WITHOUT_LEASE;
        }
        Duration wait = database.transaction(session -> lock(session) ? judge(session) : POLL);
        prune();
        return wait;
    }

    private Duration judge(Session session) {
        LookStore.Last last = looks.last(session);
        Duration age = last.age();
        if (age != null && age.compareTo(REST) < 0) {
            return REST.minus(age);
        }
        Optional<Instant> next = look(session, last.at());
        looks.looked(session, last.now());
        return next.map(clock::until)
                .map(until -> until.plus(AT_LEAST))
                .filter(until -> until.compareTo(POLL) < 0)
                .orElse(POLL);
    }

    /** Looks at everything once and says when some promise may break next. */
    private Optional<Instant> look(Session session, @Nullable Instant lookedAt) {
        List<Freshness> views = freshness.list(session);
        Map<String, Sample> last = index(
                samples.listLast(session, views.stream().map(Freshness::name).toList()), Sample::name);
        Map<String, List<Refreshed>> refreshed = listRefreshed(session, views, last);
        Map<String, Breach> open = index(breaches.listOpen(session), Breach::name);
        List<Sample> taken = new ArrayList<>();
        boolean news = false;
        for (Freshness view : views) {
            Sample before = last.get(view.name());
            List<Refreshed> since = refreshed.getOrDefault(view.name(), List.of());
            breaches.write(session, BreachReckoner.reckon(view, before, open.get(view.name()), since, lookedAt));
            if (before == null || before.isOutdatedBy(view)) {
                taken.addAll(samples(before, since, view));
            }
            news |= before == null || before.differsFrom(view);
        }
        breaches.endUnpromised(session);
        samples.add(session, taken);
        if (news) {
            Wakeups.send(session, Wakeups.FRESHNESS);
        }
        return views.stream()
                .map(Freshness::breachesAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder());
    }

    /** By view, what was refreshed since the last sample. */
    private Map<String, List<Refreshed>> listRefreshed(
            Session session, List<Freshness> views, Map<String, Sample> last) {
        List<String> names = new ArrayList<>();
        List<String> moments = new ArrayList<>();
        Instant to = Instant.MIN;
        for (Freshness view : views) {
            Sample before = last.get(view.name());
            Instant refreshed = view.refreshedAt();
            if (before != null && refreshed != null && !refreshed.equals(before.refreshedAt())) {
                names.add(view.name());
                moments.add(Objects.requireNonNullElse(before.refreshedAt(), Instant.EPOCH)
                        .toString());
                to = view.at();
            }
        }
        return names.isEmpty()
                ? Map.of()
                : looks.listRefreshed(session, names, moments, to).stream()
                        .collect(Collectors.groupingBy(Refreshed::name));
    }

    /** Before the sample after refreshes comes one of how high the lag had risen until then. */
    private static List<Sample> samples(@Nullable Sample before, List<Refreshed> refreshes, Freshness view) {
        List<Sample> taken = new ArrayList<>();
        if (before != null && !refreshes.isEmpty()) {
            Sample peak = before.until(refreshes.getFirst().at());
            if (peak != null && peak.at().isAfter(before.at())) {
                taken.add(peak);
            }
        }
        taken.add(Sample.of(view));
        return taken;
    }

    private void prune() {
        Instant now = clock.instant();
        if (pruned == null || pruned.plus(PRUNE_EVERY).isBefore(now)) {
            database.run(
                    session -> breaches.deleteOlderThan(session, retention.get().freshness()));
            pruned = now;
        }
    }

    private static boolean lock(Session session) {
        return session.query(TRY_LOCK)
                .bind("class", AdvisoryLock.HOUSEKEEPING)
                .bind("key", AdvisoryLock.FRESHNESS)
                .one(row -> row.bool("locked"));
    }

    private static <T> Map<String, T> index(List<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toMap(name, Function.identity(), (one, other) -> one));
    }
}
