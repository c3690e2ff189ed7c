// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example;

import dev.freshet.artifact.NewArtifact;
import dev.freshet.job.JobHandler;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunOutcome;
import dev.freshet.postgres.Session;
import java.sql.PreparedStatement;
import java.sql.Timestamp;

/** Settles payments: the example of docs/guides/java-handlers.md. */
final class SettleHandler implements JobHandler {

    private static final String SETTLE = "UPDATE payment SET settled_at = ? WHERE settled_at IS NULL";

    @Override
    public RunOutcome run(RunContext context) {
        Session session = context.session();
        session.begin();
        int settled = session.withConnection(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(SETTLE)) {
                statement.setTimestamp(1, Timestamp.from(context.run().logicalTime()));
                return statement.executeUpdate();
            }
        });
        context.keep(session, NewArtifact.ofText(null, "settled.txt", "text/plain", settled + " payments\n"));
        context.recordSuccess(session, (long) settled);
        session.commit();
        return new RunOutcome.Succeeded((long) settled, true);
    }
}
