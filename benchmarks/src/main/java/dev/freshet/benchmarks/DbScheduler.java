// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** db-scheduler: one row for each task, deleted when it is done. */
final class DbScheduler implements Contender {

    private static final String TABLE = """
        CREATE TABLE scheduled_tasks (
          task_name text NOT NULL, task_instance text NOT NULL, task_data bytea, execution_time timestamptz,
          picked boolean NOT NULL, picked_by text, last_success timestamptz, last_failure timestamptz,
          consecutive_failures int, last_heartbeat timestamptz, version bigint NOT NULL, priority smallint, state text,
          PRIMARY KEY (task_name, task_instance));
        CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time);
        CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
        """;

    private final String name;
    private final BenchmarkDatabase database;
    private final UnaryOperator<SchedulerBuilder> setting;
    private final HikariDataSource pool;
    private final OneTimeTask<Void> queued;
    private final OneTimeTask<Void> due;
    private volatile Meter meter = new Meter(0);
    private @Nullable Scheduler scheduler;
    private int batch;

    private DbScheduler(String name, BenchmarkDatabase database, UnaryOperator<SchedulerBuilder> setting) {
        this.name = name;
        this.database = database;
        this.setting = setting;
        pool = database.openPool();
        database.execute(TABLE);
        queued = Tasks.oneTime("queued").execute((instance, context) -> meter.ran());
        due = Tasks.oneTime("due")
                .execute((instance, context) -> meter.ran(context.getExecution().getExecutionTime()));
    }

    /** Locks what it fetches: the faster way on PostgreSQL. */
    static DbScheduler lockAndFetch(BenchmarkDatabase database, int workers) {
        return new DbScheduler(
                "db-scheduler, lock-and-fetch",
                database,
                builder ->
                        builder.threads(workers).pollUsingLockAndFetch(0.5, 4.0).pollingInterval(SHORT_POLL));
    }

    /** Fetches first and locks each task when it is executed. */
    static DbScheduler fetch(BenchmarkDatabase database, int workers) {
        return new DbScheduler(
                "db-scheduler, fetch",
                database,
                builder -> builder.threads(workers).pollUsingFetch(0.5, 3.0).pollingInterval(SHORT_POLL));
    }

    static DbScheduler defaults(BenchmarkDatabase database) {
        return new DbScheduler("db-scheduler, defaults", database, UnaryOperator.identity());
    }

    private static final Duration SHORT_POLL = Duration.ofMillis(10);

    @Override
    public String name() {
        return name;
    }

    @Override
    public String history() {
        return "none: the row is deleted";
    }

    @Override
    public void queue(int runs) {
        batch++;
        SchedulerClient.Builder.create(pool, queued)
                .build()
                .scheduleBatch(
                        IntStream.range(0, runs).mapToObj(i -> (TaskInstance<?>) queued.instance(batch + "-" + i)),
                        Instant.now());
    }

    @Override
    public void start(Meter told) {
        meter = told;
        scheduler = setting.apply(Scheduler.create(pool, queued, due)).build();
        scheduler.start();
    }

    @Override
    public boolean isDone() {
        return database.number("SELECT count(*) AS n FROM scheduled_tasks") == 0;
    }

    @Override
    public void scheduleEverySecond(int seconds) {
        Instant next = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(2);
        SchedulerClient client = SchedulerClient.Builder.create(pool, due).build();
        IntStream.range(0, seconds)
                .forEach(i -> client.scheduleIfNotExists(due.instance("at-" + i), next.plusSeconds(i)));
    }

    @Override
    public void unschedule() {
        database.execute("DELETE FROM scheduled_tasks");
    }

    @Override
    public void stop() {
        if (scheduler != null) {
            scheduler.stop();
            scheduler = null;
        }
    }

    @Override
    public BenchmarkDatabase database() {
        return database;
    }

    @Override
    public void close() {
        stop();
        pool.close();
        database.close();
    }
}
