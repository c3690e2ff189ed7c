// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.freshet.Freshet;
import dev.freshet.audit.Actor;
import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionReading;
import dev.freshet.definition.DefinitionSource;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;

/**
 * Promises and schedules beside each other while tables change, now often, now hardly: two equal graphs of views over the
 * same tables, in real time, one told {@code freshness:} and the other the sparsest intervals that keep the same.
 *
 * <p>Whether a promise was kept is computed from when changes were written and when they were read in the views.
 *
 * <p>Arguments: minutes (30), seed of the load.
 */
public final class ChangingLoad {

    private static final Actor ACTOR = new Actor("benchmark", "benchmark");
    private static final int SLOTS = 8;
    /** So many refreshes of each view tell how long they take. */
    private static final int MEASURED_FIRST = 8;

    private static final Duration READY_WITHIN = Duration.ofMinutes(15);
    private static final Duration JUDGED_WITHIN = Duration.ofMinutes(1);

    private final Database database;
    private final Freshet freshet;
    private final List<Double> loads = new CopyOnWriteArrayList<>();

    private ChangingLoad(Database database, Freshet freshet) {
        this.database = database;
        this.freshet = freshet;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Duration length = Duration.ofSeconds(Math.round(60 * (args.length > 0 ? Double.parseDouble(args[0]) : 30)));
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 20_260_302;
        ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLoggerList()
                .forEach(logger -> logger.setLevel(Level.WARN));
        try (BenchmarkPostgres postgres = BenchmarkPostgres.start();
                BenchmarkDatabase created = postgres.createDatabase("changing_load", SLOTS)) {
            created.execute(SalesGraph.TABLES);
            for (SalesSide side : SalesSide.values()) {
                created.execute(SalesGraph.views(side));
            }
            try (Freshet freshet =
                    Freshet.builder(created.database()).slots(SLOTS).build()) {
                freshet.start();
                new ChangingLoad(created.database(), freshet).measure(length, seed);
            }
        }
    }

    private void measure(Duration length, long seed) throws InterruptedException {
        Random random = new Random(seed);
        List<Stretch> stretches = Stretch.draw(random, length);
        try (Session writing = database.openDirect();
                Session reading = database.openDirect()) {
            LoadWriter writer = new LoadWriter(writing, random);
            Map<String, Duration> usual = getToKnow(writer);
            String definitions = SalesGraph.both(usual);
            System.out.println("95 of 100 refreshes take " + usual + "\n\n" + definitions);
            apply(definitions);
            settle(writer);

            long begunNanos = System.nanoTime();
            Instant begun = Instant.now();
            writer.forget();
            Sightings sightings = new Sightings(reading, begunNanos);
            Thread reader = Thread.ofPlatform().name("sightings").start(sightings);
            Thread noter = Thread.ofPlatform().daemon().name("load").start(this::noteLoad);
            writer.write(stretches, begunNanos);
            reader.interrupt();
            reader.join();
            noter.interrupt();
            Instant ended = Instant.now();
            await("Freshet's own account of the end", JUDGED_WITHIN, Duration.ofMillis(200), () -> isJudged(ended));
            report(stretches, writer.written(), sightings, begun, length);
        }
    }

    /** Lets the promised side work until it is known what refreshes take. */
    private Map<String, Duration> getToKnow(LoadWriter writer) throws InterruptedException {
        String hurried = SalesGraph.promised().replaceAll("freshness: \\w+", "freshness: 3s");
        apply(hurried);
        long begun = System.nanoTime();
        await("refreshes to measure", READY_WITHIN, Duration.ofMillis(200), () -> {
            writer.transaction(begun);
            return leastRefreshes(SalesSide.PROMISED) >= MEASURED_FIRST;
        });
        return RecordedRefreshes.usual(database);
    }

    /** Until the scheduled side is filled and what was promised is kept. */
    private void settle(LoadWriter writer) throws InterruptedException {
        long begun = System.nanoTime();
        await("views that are filled and in time", READY_WITHIN, Duration.ofSeconds(1), () -> {
            writer.transaction(begun);
            return leastRefreshes(SalesSide.SCHEDULED) >= 1 && open() == 0;
        });
    }

    private static void await(String what, Duration within, Duration every, BooleanSupplier condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("Waited in vain for " + what + ", " + within);
            }
            TimeUnit.NANOSECONDS.sleep(every.toNanos());
        }
    }

    private boolean isJudged(Instant moment) {
        return database.call(
                session -> session.query("SELECT count(*) AS n FROM freshet.freshness_look WHERE looked_at > :moment")
                                .bind("moment", moment)
                                .one(row -> row.number("n"))
                        > 0);
    }

    private long leastRefreshes(SalesSide side) {
        return database.call(
                session -> session.query("""
                    SELECT min(n) AS n FROM (
                      SELECT v.matviewname, count(r.id) AS n FROM pg_matviews v LEFT JOIN freshet.materialized_view_refreshes r
                        ON r.view_name = v.schemaname || '.' || v.matviewname AND r.status = 'success'
                      WHERE v.schemaname = :side GROUP BY v.matviewname) views
                    """).bind("side", side.schema()).one(row -> row.number("n")));
    }

    private long open() {
        return database.call(
                session -> session.query("SELECT count(*) AS n FROM freshet.freshness WHERE status = 'breached'")
                        .one(row -> row.number("n")));
    }

    private void apply(String yaml) {
        DefinitionReading.Valid valid = DefinitionReader.read(List.of(new DefinitionSource("benchmark.yaml", yaml)))
                .orThrow();
        freshet.apply(valid.definitions(), valid.sources(), ACTOR, null);
    }

    private void noteLoad() {
        try {
            while (true) {
                loads.add(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
                TimeUnit.SECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(
            List<Stretch> stretches,
            List<LoadWriter.Written> written,
            Sightings sightings,
            Instant begun,
            Duration length) {
        RecordedRefreshes recorded = new RecordedRefreshes(database, begun, begun.plus(length));
        KeptTables tables = new KeptTables(recorded, begun, length);
        System.out.printf(
                "%nLoad average of the machine: %.1f on average, %.1f at most, on %d processors%n%n",
                loads.stream().mapToDouble(load -> load).average().orElse(0),
                loads.stream().mapToDouble(load -> load).max().orElse(0),
                Runtime.getRuntime().availableProcessors());
        System.out.println(tables.promises(written, sightings));
        System.out.println(tables.refreshes());
        System.out.println("Intervals as long as the promises, were a refresh to take no time, would make "
                + SalesGraph.fewestByInterval(length) + " refreshes.\n");
        System.out.println(tables.paces(stretches, written));
        System.out.println("Attempts that refreshed nothing: " + tables.others());
        for (SalesSide side : SalesSide.values()) {
            for (SalesView view : SalesView.values()) {
                Witnessed.of(view, written, sightings.of(side, view), length)
                        .broken()
                        .forEach(one -> System.out.println("Broken: " + side.view(view) + " " + one));
            }
        }
        recorded.breaches().forEach(System.out::println);
        System.out.println("95 of 100 refreshes took in the end " + RecordedRefreshes.usual(database));
    }
}
