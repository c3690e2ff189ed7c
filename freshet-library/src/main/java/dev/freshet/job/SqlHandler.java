// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.definition.JobSpec;
import dev.freshet.postgres.RunningStatement;
import dev.freshet.postgres.Session;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statements of a {@code sql} job, or calls the procedure of a {@code procedure} job.
 *
 * <p>In a transaction (the default for {@code sql}), the run's success commits with the work or not at all: such a job
 * is carried out exactly once, whatever dies when. Without one it is at-least-once.
 */
final class SqlHandler implements JobHandler {

    private final NoticeWatch notices;

    SqlHandler(NoticeWatch notices) {
        this.notices = notices;
    }

    @Override
    public RunOutcome run(RunContext context) {
        return switch (context.job().spec()) {
            case JobSpec.Sql sql when sql.transaction() -> inTransaction(context, sql.sql());
            case JobSpec.Sql sql -> plain(context, sql.sql());
            case JobSpec.Procedure procedure -> plain(context, "CALL " + procedure.procedure());
            default ->
                throw new IllegalStateException("Not SQL: " + context.job().spec());
        };
    }

    private RunOutcome inTransaction(RunContext context, String sql) {
        Session session = context.session();
        session.begin();
        long rows = execute(context, session, sql);
        context.recordSuccess(session, rows);
        session.commit();
        return new RunOutcome.Succeeded(rows, true);
    }

    private RunOutcome plain(RunContext context, String sql) {
        return new RunOutcome.Succeeded(execute(context, context.session(), sql), false);
    }

    private long execute(RunContext context, Session session, String sql) {
        try (RunningStatement statement = session.prepare(sql)) {
            Map<String, @Nullable String> values =
                    RunValues.of(context.run()).only(statement.parameters(), "SQL", context.job());
            try (NoticeWatch.Watching watching = notices.watch(statement, context.log())) {
                return statement.execute(values);
            }
        }
    }
}
