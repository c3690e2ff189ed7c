// SPDX-License-Identifier: Apache-2.0
package dev.freshet.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.Freshet;
import dev.freshet.backfill.BackfillRequest;
import dev.freshet.error.FreshetException;
import dev.freshet.item.ItemFilter;
import dev.freshet.job.Trigger;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.TestNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What people and applications do at random, and a note of each act that was answered with success. */
final class Acts {

    private static final int MOST_BACKFILLS = 6;
    private static final String BATCHES = "SELECT id FROM freshet.run WHERE job = 'batch' AND ";

    private final FreshetDatabase database;
    private final Freshet asker;
    private final Random random;
    private final List<String> answered = new ArrayList<>();
    private final Map<String, Integer> refused = new TreeMap<>();
    private final List<Long> enqueued = new ArrayList<>();
    private final List<Long> rolledBack = new ArrayList<>();

    Acts(FreshetDatabase database, Freshet asker, Random random) {
        this.database = database;
        this.asker = asker;
        this.random = random;
    }

    /** Acts that were answered with success, as {@code action subject}. */
    List<String> answered() {
        return answered;
    }

    /** How many were refused, by the code of the refusal. */
    Map<String, Integer> refused() {
        return refused;
    }

    List<Long> enqueued() {
        return enqueued;
    }

    List<Long> rolledBack() {
        return rolledBack;
    }

    void one() {
        String job = any(Workload.names());
        switch (random.nextInt(28)) {
            case 0, 1, 2 ->
                act(() -> {
                    asker.control().runNow(job, Map.of(), Trigger.MANUAL, TestNode.TESTER, null);
                    return "run-now " + job;
                });
            case 3, 4 -> act(this::cancelARun);
            case 5 -> act(this::retryARun);
            case 6 ->
                act(() -> {
                    Instant until = random.nextBoolean() ? null : Instant.now().plusSeconds(1 + random.nextInt(4));
                    asker.control().pause(job, TestNode.TESTER, "torture", until);
                    return "pause " + job;
                });
            case 7, 8 -> resume(job);
            case 9, 10, 11, 12 -> enqueue(job, random.nextInt(3) > 0);
            case 13, 14 -> endABackend();
            case 15, 16 ->
                act(() -> {
                    String ticking = any(List.copyOf(Workload.SCHEDULED));
                    asker.tickControl().skipNext(ticking, TestNode.TESTER, "torture");
                    return "skip-tick " + ticking;
                });
            case 17, 18 -> act(this::moveATick);
            case 19 -> act(this::restoreATick);
            case 20 -> act(this::startABackfill);
            case 21, 22, 23 -> act(this::actOnABackfill);
            case 24, 25 ->
                act(() -> {
                    long run = any(ids(BATCHES + "state = 'running'"));
                    asker.control().stop(run, TestNode.TESTER, "torture");
                    return "stop " + run;
                });
            case 26 ->
                act(() -> {
                    long run = any(ids(BATCHES + "state IN ('stopped', 'failed', 'lost', 'cancelled')"));
                    asker.control().resumeRun(run, TestNode.TESTER, null);
                    return "resume " + run;
                });
            case 27 ->
                act(() -> {
                    long run = any(ids(BATCHES + "state = 'failed'"));
                    asker.items().reinject(run, ItemFilter.ALL, TestNode.TESTER, null, null);
                    return "re-inject-items " + run;
                });
            default -> throw new IllegalStateException("No such act");
        }
    }

    /** Everything goes on: nothing is paused, nothing stopped. */
    void endInPeace() {
        Workload.names().forEach(this::resume);
        ids("SELECT id FROM freshet.backfill WHERE state = 'stopped'")
                .forEach(id -> act(() -> {
                    asker.backfills().control().resume(id, TestNode.TESTER, null);
                    return "backfill-resume " + id;
                }));
    }

    private String cancelARun() {
        long run = any(ids("SELECT id FROM freshet.run WHERE history = 'active'"));
        asker.control().cancel(run, TestNode.TESTER, "torture");
        return "cancel " + run;
    }

    private String retryARun() {
        long run = any(ids("SELECT id FROM freshet.run WHERE history = 'failed' AND trigger <> 'backfill'"));
        asker.control().retry(run, TestNode.TESTER, null);
        return "retry " + run;
    }

    private void resume(String job) {
        String paused = database.sql()
                .query("SELECT count(*) FROM freshet.job WHERE paused_at IS NOT NULL AND name = '" + job + "'");
        asker.control().resume(job, TestNode.TESTER, null);
        if ("1".equals(paused)) {
            answered.add("resume " + job);
        }
    }

    private String moveATick() {
        String job = any(List.copyOf(Workload.SCHEDULED));
        Instant tick = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(4 + random.nextInt(4));
        Instant to = tick.plusMillis(random.nextInt(6_000) - 1_500).truncatedTo(ChronoUnit.MILLIS);
        asker.tickControl().move(job, tick, to, TestNode.TESTER, "torture");
        return "move-tick " + job;
    }

    private String restoreATick() {
        String order = any(
                rows("SELECT job || ' ' || to_char(scheduled_for AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
                        + " FROM freshet.tick_order WHERE state = 'pending'"));
        String job = order.substring(0, order.indexOf(' '));
        asker.tickControl().restore(job, Instant.parse(order.substring(job.length() + 1)), TestNode.TESTER, null);
        return "restore-tick " + job;
    }

    private String startABackfill() {
        if (ids("SELECT id FROM freshet.backfill").size() >= MOST_BACKFILLS) {
            throw new NothingThereException();
        }
        Instant from = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(random.nextInt(300)));
        String job = random.nextInt(3) == 0 ? "beat" : "fill";
        BackfillRequest request =
                BackfillRequest.of(job, from, from.plus(Duration.ofDays(4 + random.nextInt(12))), "1d");
        if (job.equals("fill")) {
            request = request.parallel(1 + random.nextInt(3), true);
        }
        return "backfill-start "
                + asker.backfills()
                        .control()
                        .start(random.nextBoolean() ? request : request.newestSlicesFirst(), TestNode.TESTER);
    }

    private String actOnABackfill() {
        long id = any(ids("SELECT id FROM freshet.backfill"));
        switch (random.nextInt(7)) {
            case 0, 1 -> asker.backfills().control().stop(id, TestNode.TESTER, null);
            case 2, 3, 4 -> asker.backfills().control().resume(id, TestNode.TESTER, null);
            case 5 -> asker.backfills().control().retry(id, null, TestNode.TESTER, null);
            default -> asker.backfills().control().cancel(id, TestNode.TESTER, null);
        }
        return database.sql()
                        .query("SELECT action || ' ' || subject FROM freshet.audit WHERE subject_kind = 'backfill' AND"
                                + " subject = '" + id + "' ORDER BY id DESC LIMIT 1")
                + "";
    }

    private void enqueue(String job, boolean commit) {
        try (Connection connection = database.sql().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try (ResultSet row = statement.executeQuery("SELECT freshet.enqueue('" + job + "')")) {
                row.next();
                (commit ? enqueued : rolledBack).add(row.getLong(1));
            }
            if (commit) {
                connection.commit();
            } else {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void endABackend() {
        database.sql().execute("""
            SELECT pg_terminate_backend(pid) FROM (
              SELECT pid FROM pg_stat_activity
              WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                AND application_name LIKE 'freshet%' ORDER BY random() LIMIT 1) victim
            """);
    }

    /** Does something, and notes it unless it was refused: then it must have left no trace. */
    private void act(Supplier<String> act) {
        try {
            answered.add(act.get());
        } catch (NothingThereException e) {
            refused.merge("nothing there", 1, Integer::sum);
        } catch (FreshetException e) {
            assertThat(e).isNotInstanceOf(DatabaseException.class);
            refused.merge(e.code().id(), 1, Integer::sum);
        }
    }

    private <T> T any(List<T> choice) {
        if (choice.isEmpty()) {
            throw new NothingThereException();
        }
        return choice.get(random.nextInt(choice.size()));
    }

    private List<Long> ids(String sql) {
        return rows(sql).stream().map(Long::valueOf).sorted().toList();
    }

    private List<String> rows(String sql) {
        return database.sql().queryAll(sql).stream().map(String::valueOf).toList();
    }

    /** There is nothing to act on just now. */
    private static final class NothingThereException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
