// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import dev.freshet.cluster.Agent;
import dev.freshet.postgres.Database;
import java.time.Duration;

/** Once an hour: deletes sessions that ended, links of long ago and attempts to log in that count no more. */
public final class AccessPruner implements AutoCloseable {

    private static final Duration EVERY = Duration.ofHours(1);

    private final Database database;
    private final SessionStore sessions;
    private final InvitationStore invitations = new InvitationStore();
    private final LoginAttemptStore attempts = new LoginAttemptStore();
    private final Agent agent = new Agent("access-pruner", this::prune);

    public AccessPruner(Database database, SessionStore sessions) {
        this.database = database;
        this.sessions = sessions;
    }

    public void start() {
        agent.start();
    }

    @Override
    public void close() {
        agent.close();
    }

    /** Does the work now. */
    Duration prune() {
        database.run(session -> {
            sessions.deleteEnded(session);
            invitations.deletePast(session);
            attempts.deleteOld(session);
        });
        return EVERY;
    }
}
