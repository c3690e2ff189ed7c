// SPDX-License-Identifier: Apache-2.0
package dev.freshet.enqueue;

import dev.freshet.postgres.Session;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** All SQL about what lies in schema {@code freshet} of a database that is not Freshet's home. */
final class EnqueueStore {

    private static final String FETCH = """
        SELECT id::text AS id, job, parameters, actor FROM freshet.enqueued WHERE refused_at IS NULL
        ORDER BY place LIMIT :limit FOR UPDATE SKIP LOCKED
        """;

    private static final String DELETE = "DELETE FROM freshet.enqueued WHERE id = :id::uuid";

    private static final String REFUSE = """
        UPDATE freshet.enqueued SET refused_at = clock_timestamp(), refusal = :refusal WHERE id = :id::uuid
        """;

    private static final String FORGET_JOBS = "DELETE FROM freshet.known_job WHERE NOT name = ANY (:names)";

    private static final String KNOW_JOBS = """
        INSERT INTO freshet.known_job (name) SELECT name FROM unnest(:names::text[]) AS n (name)
        ON CONFLICT (name) DO NOTHING
        """;

    private static final String COUNT = """
        SELECT count(*) FILTER (WHERE refused_at IS NULL) AS waiting, count(refused_at) AS refused FROM freshet.enqueued
        """;

    private static final String LAST_REFUSAL = """
        SELECT refusal FROM freshet.enqueued WHERE refused_at IS NOT NULL ORDER BY refused_at DESC LIMIT 1
        """;

    /** What waits, oldest first, locked until the transaction ends; what another node has locked is left out. */
    List<Enqueued> fetch(Session session, int limit) {
        return session.query(FETCH)
                .bind("limit", limit)
                .list(row -> new Enqueued(
                        UUID.fromString(row.text("id")), row.text("job"), row.text("parameters"), row.text("actor")));
    }

    void delete(Session session, UUID id) {
        session.query(DELETE).bind("id", id.toString()).execute();
    }

    void refuse(Session session, UUID id, String refusal) {
        session.query(REFUSE).bind("id", id.toString()).bind("refusal", refusal).execute();
    }

    void tellJobs(Session session, Set<String> names) {
        session.query(FORGET_JOBS).bind("names", names).execute();
        session.query(KNOW_JOBS).bind("names", names).execute();
    }

    Waiting count(Session session) {
        Optional<String> refusal = session.query(LAST_REFUSAL).first(row -> row.text("refusal"));
        return session.query(COUNT)
                .one(row -> new Waiting(row.number("waiting"), row.number("refused"), refusal.orElse(null)));
    }
}
