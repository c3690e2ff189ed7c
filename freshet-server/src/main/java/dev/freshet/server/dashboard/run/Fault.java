// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.definition.ItemProcess;
import dev.freshet.definition.JobSpec;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunError;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a run failed, with its place in the SQL.
 *
 * @param condition the name of its SQLSTATE, or null
 * @param excerpt the place in the SQL, or null
 * @param sqlChanged whether the SQL was changed since, so that the place cannot be shown
 */
public record Fault(
        RunError error,
        @Nullable String condition,
        @Nullable SqlExcerpt excerpt,
        boolean sqlChanged) {

    /** Of a run; null when it has no error. */
    static @Nullable Fault of(Run run, @Nullable Job job) {
        RunError error = run.error();
        return error == null ? null : of(error, run, job);
    }

    /** Of something that failed in a run. */
    public static Fault of(RunError error, Run run, @Nullable Job job) {
        String condition = error.sqlState() == null ? null : SqlStateName.of(error.sqlState());
        String sql = job == null ? null : sql(job.definition().spec());
        Integer position = error.position();
        if (sql == null || job == null || position == null) {
            return new Fault(error, condition, null, false);
        }
        boolean same = Objects.equals(job.deploymentId(), run.deploymentId());
        return new Fault(error, condition, same ? SqlExcerpt.of(sql, position) : null, !same);
    }

    /** What a job sends to PostgreSQL as it was written; null where it has no SQL of its own. */
    public static @Nullable String sql(JobSpec spec) {
        return switch (spec) {
            case JobSpec.Sql sql -> sql.sql();
            case JobSpec.Procedure procedure -> "CALL " + procedure.procedure();
            case JobSpec.Items items when items.process() instanceof ItemProcess.Sql process -> process.sql();
            default -> null;
        };
    }
}
