// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * Freshet beside db-scheduler and JobRunr on one PostgreSQL: no-ops per second, and how late a due no-op begins when
 * nothing else happens.
 *
 * <p>Arguments: no-ops for each round (10,000), rounds (5, after one to warm up), due no-ops for each product (200), and
 * optionally a regular expression for the names of those to measure.
 */
public final class Schedulers {

    private static final Duration RECORDED_WITHIN = Duration.ofMinutes(1);
    private static final int WORKERS = 20;

    private Schedulers() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int due = args.length > 2 ? Integer.parseInt(args[2]) : 200;
        Pattern wanted = Pattern.compile(args.length > 3 ? args[3] : "", Pattern.CASE_INSENSITIVE);
        // Nobody shall be measured by what is printed.
        ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLoggerList()
                .forEach(logger -> logger.setLevel(Level.WARN));
        try (BenchmarkPostgres postgres = BenchmarkPostgres.start()) {
            List<Contender> contenders = contenders(postgres).stream()
                    .filter(contender -> wanted.matcher(contender.name()).find())
                    .toList();
            System.out.println(throughput(contenders, runs, rounds));
            System.out.println(lateness(contenders, due));
            contenders.forEach(Contender::close);
        }
    }

    private static List<Contender> contenders(BenchmarkPostgres postgres) {
        return List.of(
                FreshetRuns.java(postgres.createDatabase("freshet_runs", WORKERS), WORKERS),
                DbScheduler.lockAndFetch(postgres.createDatabase("lock_and_fetch", WORKERS), WORKERS),
                DbScheduler.fetch(postgres.createDatabase("fetch_only", WORKERS), WORKERS),
                JobRunrJobs.tuned(postgres.createDatabase("jobrunr", WORKERS), WORKERS));
    }

    private static String throughput(List<Contender> contenders, int runs, int rounds) throws InterruptedException {
        Map<Contender, List<Double>> perSecond = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Contender contender : contenders) {
                double rate = round(contender, runs);
                System.out.printf(Locale.ROOT, "%d %s %.0f/s%n", round, contender.name(), rate);
                if (round > 0) {
                    perSecond
                            .computeIfAbsent(contender, key -> new ArrayList<>())
                            .add(rate);
                }
            }
        }
        return Throughput.table(perSecond);
    }

    private static double round(Contender contender, int runs) throws InterruptedException {
        contender.queue(runs);
        contender.database().execute("CHECKPOINT");
        Meter meter = new Meter(runs);
        contender.start(meter);
        meter.await();
        awaitRecorded(contender);
        Duration took = meter.sinceFirst();
        contender.stop();
        return runs / (took.toNanos() / 1e9);
    }

    /** Each keeps its ends in tables of its own, and none tells when the last is there: so they are asked, for a minute. */
    private static void awaitRecorded(Contender contender) throws InterruptedException {
        long deadline = System.nanoTime() + RECORDED_WITHIN.toNanos();
        while (!contender.isDone()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        contender.name() + " has not recorded its last runs within " + RECORDED_WITHIN);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static String lateness(List<Contender> contenders, int due) throws InterruptedException {
        List<Lateness> readings = new ArrayList<>();
        for (Contender contender : contenders) {
            Meter meter = new Meter(due);
            contender.start(meter);
            contender.scheduleEverySecond(due);
            long before = contender.database().transactions();
            long begun = System.nanoTime();
            meter.await();
            double seconds = (System.nanoTime() - begun) / 1e9;
            long transactions = contender.database().transactions() - before;
            contender.unschedule();
            contender.stop();
            readings.add(new Lateness(contender.name(), meter.lateness(), transactions / seconds));
        }
        return Lateness.table(readings);
    }
}
