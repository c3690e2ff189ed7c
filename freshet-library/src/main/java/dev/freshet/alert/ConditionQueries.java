// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.postgres.Query;
import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Reads the conditions that hold: one statement for each source. */
final class ConditionQueries {

    private static final String LIST = "SELECT subject_kind, subject, owner, run_id, message, details, began_at FROM ";

    /**
     * Lists them.
     *
     * @param since runs that ended before were looked at already
     */
    List<AlertCondition> list(Session session, Instant since) {
        return Arrays.stream(ConditionSource.values())
                .flatMap(source -> list(session, source, since).stream())
                .toList();
    }

    private static List<AlertCondition> list(Session session, ConditionSource source, Instant since) {
        Query query = session.query(LIST + source.function());
        if (source.takesSince()) {
            query.bind("since", since);
        }
        return query.list(row -> new AlertCondition(
                source.kind(),
                row.text("subject_kind"),
                row.text("subject"),
                row.nullableText("owner"),
                row.nullableNumber("run_id"),
                row.text("message"),
                row.text("details"),
                row.instant("began_at")));
    }
}
