// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.job.LogLevel;
import dev.freshet.job.RunLog;
import dev.freshet.postgres.RunningStatement;
import dev.freshet.postgres.Session;
import java.util.Map;

/** A statement that fills a view; what PostgreSQL has to say meanwhile goes to the run's log. */
record RefreshStatement(Session session, RunLog log, String view) {

    /** Executes it, and answers how many rows it affected, as far as PostgreSQL tells. */
    long execute(String sql) {
        try (RunningStatement statement = session.prepare(sql)) {
            try {
                return statement.execute(Map.of());
            } finally {
                statement.readNotices().forEach(notice -> log.log(LogLevel.NOTICE, view + ": " + notice.message()));
            }
        }
    }
}
