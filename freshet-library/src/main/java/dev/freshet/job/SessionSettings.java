// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.definition.JobDefinition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings of a session that works for a run. */
final class SessionSettings {

    /** Back to what a new session has, the attempt's lock given up. */
    static final String RESET = "SELECT pg_advisory_unlock_all(); RESET ALL; SET application_name = 'freshet'";

    private SessionSettings() {}

    static String of(Run run, long attemptId, JobDefinition job) {
        // The name is shown by pg_stat_activity; run and attempt are for triggers and functions that want to know.
        return "SET application_name = 'freshet run " + run.id() + "'"
                + "; SET freshet.run_id = '" + run.id() + "'"
                + "; SET freshet.attempt_id = '" + attemptId + "'"
                + "; SET statement_timeout = " + millis(job.statementTimeout())
                + "; SET lock_timeout = " + millis(job.lockTimeout());
    }

    private static long millis(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toMillis();
    }
}
