// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.job.NoticeWatch;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunValues;
import dev.freshet.postgres.NamedSql;
import dev.freshet.postgres.RunningStatement;
import dev.freshet.postgres.Session;
import java.util.Map;

/** Runs the statements of an {@code items} job for one item. */
final class SqlItemWorker implements ItemWorker {

    private final RunContext context;
    private final String sql;
    private final RunValues values;
    private final NoticeWatch notices;

    SqlItemWorker(RunContext context, String sql, RunValues values, NoticeWatch notices) {
        this.context = context;
        this.sql = sql;
        this.values = values;
        this.notices = notices;
    }

    void refuseUnknownParameters() {
        values.with(Map.of("key", "", "payload", "")).only(NamedSql.parse(sql).names(), "process", context.job());
    }

    @Override
    public ItemOutcome work(Session session, Item item) {
        try (RunningStatement statement = session.prepare(sql);
                NoticeWatch.Watching watching = notices.watch(statement, context.log())) {
            statement.execute(values.with(Map.of("key", item.key(), "payload", item.payload()))
                    .only(statement.parameters(), "process", context.job()));
            return new ItemOutcome.Done();
        }
    }
}
