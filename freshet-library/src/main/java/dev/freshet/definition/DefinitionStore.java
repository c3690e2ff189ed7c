// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.postgres.AdvisoryLock;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** All SQL of definitions and deployments. */
final class DefinitionStore {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private static final String LOCK_DEPLOYMENTS = "SELECT pg_advisory_xact_lock(:space, :which)";

    private static final String LIST_DEFINITIONS = """
        SELECT kind, name, body::text AS body
        FROM freshet.definition
        ORDER BY kind, file NULLS LAST, line, name
        """;

    private static final String FIND_PLACE = """
        SELECT file, line FROM freshet.definition
        WHERE name = :name AND kind IN ('job', 'view', 'group') AND file IS NOT NULL AND line IS NOT NULL
        """;

    private static final String DEPLOYMENT_COLUMNS =
            "SELECT id, applied_at, applied_by, origin, checksum, created, changed, removed";

    private static final String FIND_DEPLOYMENT_IN_FORCE =
            DEPLOYMENT_COLUMNS + " FROM freshet.deployment ORDER BY id DESC LIMIT 1";

    private static final String LIST_DEPLOYMENTS = DEPLOYMENT_COLUMNS + """
         FROM freshet.deployment
        WHERE id < :before
        ORDER BY id DESC
        LIMIT :limit
        """;

    private static final String FIND_DEPLOYMENT = DEPLOYMENT_COLUMNS + """
        , changes::text AS changes, source::text AS source
        FROM freshet.deployment
        WHERE id = :id
        """;

    private static final String INSERT_DEPLOYMENT = """
        INSERT INTO freshet.deployment (applied_by, origin, checksum, created, changed, removed, changes, source)
        VALUES (:applied_by, :origin, :checksum, :created, :changed, :removed, :changes, :source)
        RETURNING id, applied_at, applied_by, origin, checksum, created, changed, removed
        """;

    private static final String DELETE_OTHER_DEFINITIONS = """
        DELETE FROM freshet.definition d
        WHERE NOT EXISTS (
          SELECT FROM jsonb_to_recordset(:rows::jsonb) AS r (kind text, name text)
          WHERE r.kind = d.kind AND r.name = d.name)
        """;

    private static final String WRITE_DEFINITIONS = """
        INSERT INTO freshet.definition AS d (kind, name, body, file, line, deployment_id)
        SELECT r.kind, r.name, r.body, r.file, r.line, :deployment
        FROM jsonb_to_recordset(:rows::jsonb) AS r (kind text, name text, body jsonb, file text, line int)
        ON CONFLICT (kind, name) DO UPDATE SET
          body = excluded.body, file = excluded.file, line = excluded.line,
          deployment_id = CASE WHEN d.body = excluded.body THEN d.deployment_id ELSE excluded.deployment_id END,
          defined_at = CASE WHEN d.body = excluded.body THEN d.defined_at ELSE clock_timestamp() END
        """;

    private static final String NOTIFY = "SELECT pg_notify('freshet', 'definitions')";

    private DefinitionStore() {}

    /** Waits until no other apply is under way; held until the transaction ends. */
    static void lockDeployments(Session session) {
        session.query(LOCK_DEPLOYMENTS)
                .bind("space", AdvisoryLock.HOUSEKEEPING)
                .bind("which", AdvisoryLock.DEPLOYMENT)
                .execute();
    }

    static Map<DefinitionName, JsonNode> listDefinitions(Session session) {
        Map<DefinitionName, JsonNode> bodies = new LinkedHashMap<>();
        session.query(LIST_DEFINITIONS)
                .list(row -> bodies.put(
                        new DefinitionName(DefinitionKind.of(row.text("kind")), row.text("name")),
                        MAPPER.readTree(row.text("body"))));
        return bodies;
    }

    static Optional<Place> findPlace(Session session, String name) {
        return session.query(FIND_PLACE)
                .bind("name", name)
                .first(row -> new Place(row.text("file"), row.integer("line"), 1));
    }

    static Optional<Deployment> findDeploymentInForce(Session session) {
        return session.query(FIND_DEPLOYMENT_IN_FORCE).first(DefinitionStore::deployment);
    }

    static List<Deployment> listDeployments(Session session, int limit, @Nullable Long before) {
        return session.query(LIST_DEPLOYMENTS)
                .bind("before", before == null ? Long.MAX_VALUE : before)
                .bind("limit", limit)
                .list(DefinitionStore::deployment);
    }

    static Optional<DeploymentDetails> findDeployment(Session session, long id) {
        return session.query(FIND_DEPLOYMENT)
                .bind("id", id)
                .first(row -> new DeploymentDetails(
                        deployment(row), PlanJson.entries(row.text("changes")), files(row.text("source"))));
    }

    static Deployment insertDeployment(
            Session session, Plan plan, String checksum, DefinitionSources sources, String actor, String origin) {
        return session.query(INSERT_DEPLOYMENT)
                .bind("applied_by", actor)
                .bind("origin", origin)
                .bind("checksum", checksum)
                .bind("created", plan.count(PlanAction.CREATE))
                .bind("changed", plan.count(PlanAction.CHANGE))
                .bind("removed", plan.count(PlanAction.REMOVE))
                .bind("changes", PlanJson.entries(plan.changes()))
                .bind("source", files(sources.files()))
                .one(DefinitionStore::deployment);
    }

    /** Makes the stored definitions exactly these. */
    static void writeDefinitions(
            Session session, Map<DefinitionName, JsonNode> bodies, DefinitionSources sources, long deploymentId) {
        ArrayNode rows = rows(bodies, sources);
        session.query(DELETE_OTHER_DEFINITIONS).bind("rows", rows).execute();
        session.query(WRITE_DEFINITIONS)
                .bind("rows", rows)
                .bind("deployment", deploymentId)
                .execute();
    }

    /** Tells every node when the transaction commits. */
    static void notifyNodes(Session session) {
        session.query(NOTIFY).execute();
    }

    private static ArrayNode rows(Map<DefinitionName, JsonNode> bodies, DefinitionSources sources) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        bodies.forEach((name, body) -> {
            ObjectNode row = rows.addObject().put("kind", name.kind().id()).put("name", name.name());
            row.set("body", body);
            Place place = sources.places().get(name);
            if (place != null) {
                row.put("file", place.file()).put("line", place.line());
            }
        });
        return rows;
    }

    private static ArrayNode files(List<DefinitionSource> files) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        files.forEach(file -> array.addObject().put("path", file.path()).put("content", file.content()));
        return array;
    }

    private static List<DefinitionSource> files(String json) {
        return MAPPER.readTree(json)
                .valueStream()
                .map(JsonFields::new)
                .map(file -> new DefinitionSource(file.text("path"), file.text("content")))
                .toList();
    }

    private static Deployment deployment(Row row) {
        return new Deployment(
                row.number("id"),
                row.instant("applied_at"),
                row.text("applied_by"),
                row.text("origin"),
                row.text("checksum"),
                row.integer("created"),
                row.integer("changed"),
                row.integer("removed"));
    }
}
