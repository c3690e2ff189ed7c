// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.definition.JobDefinition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings of a session that works for a run. */
final class SessionSettings {

    /** Gives up the attempt's lock; whatever else the run left goes when the session is closed. */
    static final String RELEASE = "SELECT pg_advisory_unlock_all()";

    // A role named like the schema finds Freshet's own tables first ("$user" leads the search path), so that a job's
    // unqualified INSERT INTO job would mean Freshet's. The job's SQL gets the path without it.
    private static final String WITHOUT_OUR_SCHEMA = """
        SELECT set_config('search_path', coalesce(string_agg(quote_ident(name), ', ' ORDER BY place), ''), false)
        FROM unnest(current_schemas(false)) WITH ORDINALITY AS path (name, place)
        WHERE name <> 'freshet' HAVING current_schema() = 'freshet'\
        """;

    private SessionSettings() {}

    static String of(Run run, long attemptId, JobDefinition job) {
        // The name is shown by pg_stat_activity; run and attempt are for triggers and functions that want to know.
        return "SET application_name = 'freshet run " + run.id() + "'"
                + "; SET freshet.run_id = '" + run.id() + "'"
                + "; SET freshet.attempt_id = '" + attemptId + "'"
                + "; SET freshet.tracked = '"
                + TrackedTables.json(job.evidence()).replace("'", "''") + "'"
                + "; SET statement_timeout = " + millis(job.statementTimeout())
                + "; SET lock_timeout = " + millis(job.lockTimeout())
                + "; " + WITHOUT_OUR_SCHEMA;
    }

    private static long millis(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toMillis();
    }
}
