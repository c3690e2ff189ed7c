// SPDX-License-Identifier: Apache-2.0
package dev.freshet.torture;

import dev.freshet.Freshet;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunOutcome;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.postgres.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** A node in a process of its own, with a handler for {@code java} jobs. Ends when its standard input does. */
public final class TortureNode {

    private static final int SLOTS = 12;

    private TortureNode() {}

    /** Arguments: the database's URL, node name. */
    public static void main(String[] args) throws IOException {
        DatabaseUrl url = DatabaseUrl.parse(args[0]);
        try (Database database = Database.open(url, url, SLOTS);
                Freshet freshet = Freshet.builder(database)
                        .nodeName(args[1])
                        .slots(SLOTS)
                        .drain(Duration.ofMillis(200))
                        .handler("witness", TortureNode::witness)
                        .build()) {
            freshet.start();
            System.out.println("started");
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** What the transactional SQL jobs do, in Java: effect and success commit together. */
    private static RunOutcome witness(RunContext context) {
        Session session = context.session();
        session.begin();
        session.query(Workload.guard("witness")).list(row -> true);
        session.query("INSERT INTO effect VALUES (:run, clock_timestamp())")
                .bind("run", context.run().id())
                .execute();
        session.query("SELECT pg_sleep(0.2)").list(row -> true);
        context.recordSuccess(session, 1L);
        session.commit();
        return new RunOutcome.Succeeded(1L, true);
    }
}
