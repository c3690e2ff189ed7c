// SPDX-License-Identifier: Apache-2.0
package dev.freshet.artifact;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All SQL about {@code freshet.artifact}. */
public final class ArtifactStore {

    // What a node that is not in charge any more made is nobody's.
    private static final String KEEP = """
        INSERT INTO freshet.artifact (run_id, attempt, item_key, name, media_type, size, sha256, content, left_out)
        SELECT :run, :attempt, :item, :name, :mediaType, :size, :sha256, :content::bytea, :leftOut
        WHERE freshet.attempt_may_write(:run, :attemptId)
        RETURNING id, run_id, attempt, item_key, name, media_type, size, sha256, left_out, kept_at
        """;

    private static final String LIST = """
        SELECT id, run_id, attempt, item_key, name, media_type, size, sha256, left_out, kept_at
        FROM freshet.artifact
        WHERE run_id = :run AND id > :after AND (:item::text IS NULL OR item_key = :item::text)
        ORDER BY id LIMIT :limit
        """;

    private static final String TALLY = """
        SELECT count(*) AS artifacts, coalesce(sum(size) FILTER (WHERE left_out IS NULL), 0)::bigint AS bytes
        FROM freshet.artifact WHERE run_id = :run
        """;

    private static final String FIND = """
        SELECT id, run_id, attempt, item_key, name, media_type, size, sha256, left_out, kept_at
        FROM freshet.artifact WHERE id = :id
        """;

    private static final String CONTENT = "SELECT content FROM freshet.artifact WHERE id = :id";

    /** Keeps a file in the session's transaction; empty when the attempt is not in charge any more. */
    Optional<Artifact> keep(
            Session session, long runId, int attempt, long attemptId, NewArtifact artifact, @Nullable String leftOut) {
        return session.query(KEEP)
                .bind("run", runId)
                .bind("attempt", attempt)
                .bind("attemptId", attemptId)
                .bind("item", artifact.itemKey())
                .bind("name", artifact.name())
                .bind("mediaType", artifact.mediaType())
                .bind("size", (long) artifact.size())
                .bind("sha256", artifact.sha256())
                .bind("content", leftOut == null ? artifact.content() : null)
                .bind("leftOut", leftOut)
                .first(ArtifactStore::artifact);
    }

    /** The artifacts of a run in the order in which they were kept. */
    public List<Artifact> list(Session session, long runId, @Nullable String itemKey, long afterId, int limit) {
        return session.query(LIST)
                .bind("run", runId)
                .bind("item", itemKey)
                .bind("after", afterId)
                .bind("limit", limit)
                .list(ArtifactStore::artifact);
    }

    /** How many there are, and their bytes together. */
    public ArtifactTally tally(Session session, long runId) {
        return session.query(TALLY)
                .bind("run", runId)
                .one(row -> new ArtifactTally(row.number("artifacts"), row.number("bytes")));
    }

    public Optional<Artifact> find(Session session, long id) {
        return session.query(FIND).bind("id", id).first(ArtifactStore::artifact);
    }

    /** The bytes; empty where they were left out or pruned. */
    public Optional<byte[]> content(Session session, long id) {
        return session.query(CONTENT)
                .bind("id", id)
                .first(row -> Optional.ofNullable(row.nullableBytes("content")))
                .flatMap(content -> content);
    }

    private static Artifact artifact(Row row) {
        return new Artifact(
                row.number("id"),
                row.number("run_id"),
                row.integer("attempt"),
                row.nullableText("item_key"),
                row.text("name"),
                row.text("media_type"),
                row.number("size"),
                row.text("sha256"),
                row.nullableText("left_out"),
                row.instant("kept_at"));
    }
}
