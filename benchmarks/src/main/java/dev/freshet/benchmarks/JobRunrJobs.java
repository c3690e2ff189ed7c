// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/** JobRunr: one row for each job, with its states as JSON. */
public final class JobRunrJobs implements Contender {

    /** The shortest that it accepts on a database. */
    static final Duration SHORTEST_POLL = Duration.ofSeconds(5);

    private final String name;
    private final BenchmarkDatabase database;
    private final BackgroundJobServerConfiguration server;
    private final HikariDataSource pool;
    private final PostgresStorageProvider storage;
    private boolean running;

    private JobRunrJobs(String name, BenchmarkDatabase database, BackgroundJobServerConfiguration server) {
        this.name = name;
        this.database = database;
        this.server = server;
        pool = database.openPool();
        storage = new PostgresStorageProvider(pool);
        storage.setJobMapper(
                new org.jobrunr.jobs.mappers.JobMapper(new org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper()));
    }

    static JobRunrJobs tuned(BenchmarkDatabase database, int workers) {
        return new JobRunrJobs(
                "JobRunr",
                database,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(workers)
                        .andPollInterval(SHORTEST_POLL));
    }

    static JobRunrJobs defaults(BenchmarkDatabase database) {
        return new JobRunrJobs(
                "JobRunr, defaults",
                database,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String history() {
        return "the job's row with its states, deleted after 36 h";
    }

    @Override
    public void queue(int runs) {
        scheduler().enqueue(Stream.generate(NoOp::new).limit(runs));
    }

    private JobRequestScheduler scheduler() {
        return new JobRequestScheduler(storage);
    }

    @Override
    public void start(Meter meter) {
        JobActivator activator = new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(type == NoOpHandler.class ? new NoOpHandler(meter) : new DueHandler(meter));
            }
        };
        JobRunrConfiguration configuration = JobRunr.configure()
                .useJobActivator(activator)
                .useStorageProvider(storage)
                .useBackgroundJobServer(server);
        configuration.initialize();
        running = true;
    }

    @Override
    public boolean isDone() {
        return database.number("SELECT count(*) AS n FROM jobrunr_jobs WHERE state NOT IN ('SUCCEEDED', 'DELETED')")
                == 0;
    }

    @Override
    public void scheduleEverySecond(int seconds) {
        Instant next = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(2);
        JobRequestScheduler scheduler = scheduler();
        IntStream.range(0, seconds)
                .mapToObj(next::plusSeconds)
                .forEach(at -> scheduler.schedule(at, new Due(at.toString())));
    }

    @Override
    public void unschedule() {
        database.execute("DELETE FROM jobrunr_jobs WHERE state = 'SCHEDULED'");
    }

    @Override
    public void stop() {
        if (running) {
            JobRunr.destroy();
            running = false;
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

    /** Asks for nothing. */
    public record NoOp() implements JobRequest {
        @Override
        public Class<NoOpHandler> getJobRequestHandler() {
            return NoOpHandler.class;
        }
    }

    /** Asks for nothing at a moment. */
    public record Due(String at) implements JobRequest {
        @Override
        public Class<DueHandler> getJobRequestHandler() {
            return DueHandler.class;
        }
    }

    public record NoOpHandler(Meter meter) implements JobRequestHandler<NoOp> {
        @Override
        public void run(NoOp request) {
            meter.ran();
        }
    }

    public record DueHandler(Meter meter) implements JobRequestHandler<Due> {
        @Override
        public void run(Due request) {
            meter.ran(Instant.parse(request.at()));
        }
    }
}
