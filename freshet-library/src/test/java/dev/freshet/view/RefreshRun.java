// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.artifact.Artifact;
import dev.freshet.artifact.NewArtifact;
import dev.freshet.definition.CatchUpPolicy;
import dev.freshet.definition.DataTime;
import dev.freshet.definition.EvidenceDefinition;
import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.JobSpec;
import dev.freshet.definition.OverlapPolicy;
import dev.freshet.definition.RetryPolicy;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.LogLevel;
import dev.freshet.job.Run;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunLog;
import dev.freshet.job.RunState;
import dev.freshet.job.Trigger;
import dev.freshet.postgres.Session;
import dev.freshet.testing.FreshetDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One attempt of a run of a refresh, with rows in the database and sessions of its own, without an engine. */
final class RefreshRun implements RunContext {

    private final FreshetDatabase database;
    private final JobDefinition job;
    private final Run run;
    private final long attemptId;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> progress = new CopyOnWriteArrayList<>();
    private volatile boolean cancelRequested;
    private volatile boolean stopRequested;

    private RefreshRun(FreshetDatabase database, JobSpec.Refresh spec, long runId, int number) {
        this.database = database;
        this.job = job(spec);
        this.attemptId = Long.parseLong(value("""
            INSERT INTO freshet.attempt (id, run_id, number, node_id)
            VALUES (nextval('freshet.attempt_id_seq'), %d, %d, 1) RETURNING id
            """.formatted(runId, number)));
        Instant now = Instant.parse(value(
                "SELECT to_char(queued_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') FROM freshet.run"
                        + " WHERE id = "
                        + runId));
        this.run = new Run(
                runId,
                job.name(),
                RunState.RUNNING,
                Trigger.MANUAL,
                "tester",
                Map.of(),
                null,
                now,
                null,
                now,
                now,
                now,
                null,
                number,
                attemptId,
                "test",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                null);
    }

    /** The first attempt at refreshing a group of views. */
    static RefreshRun of(FreshetDatabase database, int parallel, String... views) {
        return of(database, parallel, DataTime.EACH, views);
    }

    /** The same, of a group with or without one data time. */
    static RefreshRun of(FreshetDatabase database, int parallel, DataTime dataTime, String... views) {
        JobSpec.Refresh spec = new JobSpec.Refresh("audience", List.of(views), parallel, dataTime);
        long runId = Long.parseLong(Objects.requireNonNull(database.sql()
                .query("INSERT INTO freshet.run (job, trigger, actor) VALUES ('audience', 'manual',"
                        + " 'tester') RETURNING id")));
        return new RefreshRun(database, spec, runId, 1);
    }

    /** Another attempt of the same run, after this one was lost. */
    RefreshRun nextAttempt() {
        database.sql()
                .execute("UPDATE freshet.attempt SET state = 'lost', history = 'failed', ended_at = clock_timestamp()"
                        + " WHERE id = "
                        + attemptId);
        return new RefreshRun(database, (JobSpec.Refresh) job.spec(), run.id(), run.attempt() + 1);
    }

    void requestStop() {
        stopRequested = true;
    }

    void requestCancel() {
        cancelRequested = true;
    }

    /** What was logged: level, then message. */
    List<String> lines() {
        return lines;
    }

    /** What was told of progress, as {@code done/total note}. */
    List<String> progress() {
        return progress;
    }

    @Override
    public Run run() {
        return run;
    }

    @Override
    public JobDefinition job() {
        return job;
    }

    @Override
    public long attemptId() {
        return attemptId;
    }

    @Override
    public long nodeId() {
        return 1;
    }

    @Override
    public Session session() {
        throw new IllegalStateException("A refresh works in further sessions only");
    }

    @Override
    public Session openSession() {
        String state = database.sql().query("SELECT state FROM freshet.attempt WHERE id = " + attemptId);
        if (!"running".equals(state)) {
            throw new FreshetException(ErrorCode.FENCED, "attempt " + attemptId + " is " + state);
        }
        return database.database().openDirect();
    }

    @Override
    public RunLog log() {
        return (LogLevel level, String message) -> lines.add(level.id() + " " + message);
    }

    @Override
    public void metric(String name, Number value) {}

    @Override
    public void progress(long done, long total, @Nullable String note) {
        progress.add(done + "/" + total + " " + note);
    }

    @Override
    public Artifact keep(NewArtifact file) {
        throw new UnsupportedOperationException("A refresh keeps no files");
    }

    @Override
    public Artifact keep(Session session, NewArtifact file) {
        return keep(file);
    }

    @Override
    public boolean isCancelRequested() {
        return cancelRequested;
    }

    @Override
    public boolean isStopRequested() {
        return stopRequested;
    }

    @Override
    public @Nullable String checkpoint() {
        return null;
    }

    @Override
    public void saveCheckpoint(Session session, String json) {
        throw new IllegalStateException("A refresh has no checkpoint beside its audit");
    }

    @Override
    public void recordItemsListed(Session session) {
        throw new IllegalStateException("A refresh has no items");
    }

    @Override
    public boolean isEndedForGood() {
        return cancelRequested;
    }

    @Override
    public void recordSuccess(Session session, @Nullable Long rowsAffected) {
        throw new IllegalStateException("A refresh is not recorded with the work");
    }

    private String value(String sql) {
        return Objects.requireNonNull(database.sql().query(sql));
    }

    private static JobDefinition job(JobSpec.Refresh spec) {
        return new JobDefinition(
                "audience",
                null,
                null,
                spec,
                null,
                OverlapPolicy.COALESCE,
                CatchUpPolicy.LATEST,
                JobDefinition.DEFAULT_CATCH_UP_LIMIT,
                RetryPolicy.REFRESH,
                null,
                null,
                null,
                JobDefinition.DEFAULT_CANCEL_GRACE,
                JobDefinition.DEFAULT_SLOW_FACTOR,
                false,
                EvidenceDefinition.NONE);
    }
}
