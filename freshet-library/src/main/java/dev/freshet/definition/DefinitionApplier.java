// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Brings definitions in force: all of them, with every feature that follows them, in one transaction.
 *
 * <p>Applies wait for each other. Nothing is written when nothing changes.
 */
public final class DefinitionApplier {

    private final Database database;
    private final List<Deployable> deployables;

    public DefinitionApplier(Database database, List<Deployable> deployables) {
        this.database = database;
        this.deployables = List.copyOf(deployables);
    }

    /** What applying these definitions would change; writes nothing. */
    public Plan plan(Definitions definitions) {
        return database.transaction(session -> plan(session, DefinitionBodies.of(definitions)));
    }

    /** Brings the definitions in force, whatever is in force now. */
    public Applied apply(Definitions definitions, DefinitionSources sources, String actor, String origin) {
        return apply(definitions, sources, actor, origin, null);
    }

    /**
     * Brings the definitions in force.
     *
     * @param expectedDeployment the deployment that must be in force (0: none yet), or null for any
     * @throws FreshetException STALE_DEFINITIONS when another deployment came in between
     */
    public Applied apply(
            Definitions definitions,
            DefinitionSources sources,
            String actor,
            String origin,
            @Nullable Long expectedDeployment) {
        return database.transaction(session -> {
            DefinitionStore.lockDeployments(session);
            Optional<Deployment> inForce = DefinitionStore.findDeploymentInForce(session);
            checkExpected(expectedDeployment, inForce);
            Map<DefinitionName, JsonNode> bodies = DefinitionBodies.of(definitions);
            Plan plan = plan(session, bodies);
            if (inForce.isPresent() && plan.changesNothing()) {
                return new Applied(inForce.get(), plan, false);
            }
            Deployment deployment =
                    DefinitionStore.insertDeployment(session, plan, checksum(bodies), sources, actor, origin);
            DefinitionStore.writeDefinitions(session, bodies, sources, deployment.id());
            deployables.forEach(deployable -> deployable.deploy(session, definitions, deployment.id()));
            DefinitionStore.notifyNodes(session);
            return new Applied(deployment, plan, true);
        });
    }

    /** The definitions in force. */
    public Definitions current() {
        return database.call(session -> DefinitionBodies.definitions(DefinitionStore.listDefinitions(session)));
    }

    /** The line in which the job, view or group of that name is defined; empty when it was built in Java. */
    public Optional<Place> findPlace(String name) {
        return database.call(session -> DefinitionStore.findPlace(session, name));
    }

    public Optional<Deployment> findDeploymentInForce() {
        return database.call(DefinitionStore::findDeploymentInForce);
    }

    /**
     * Deployments, the latest first.
     *
     * @param before only those with a smaller id, or null for all
     */
    public List<Deployment> listDeployments(int limit, @Nullable Long before) {
        return database.call(session -> DefinitionStore.listDeployments(session, limit, before));
    }

    public Optional<DeploymentDetails> findDeployment(long id) {
        return database.call(session -> DefinitionStore.findDeployment(session, id));
    }

    private static Plan plan(Session session, Map<DefinitionName, JsonNode> declared) {
        Long inForce = DefinitionStore.findDeploymentInForce(session)
                .map(Deployment::id)
                .orElse(null);
        return Planner.plan(inForce, DefinitionStore.listDefinitions(session), declared);
    }

    private static void checkExpected(@Nullable Long expected, Optional<Deployment> inForce) {
        long actual = inForce.map(Deployment::id).orElse(0L);
        if (expected != null && expected != actual) {
            throw new FreshetException(
                    ErrorCode.STALE_DEFINITIONS,
                    "The definitions were planned against deployment " + expected + ", but deployment " + actual
                            + " is in force by now; nothing was changed. Plan again and look at what differs.");
        }
    }

    private static String checksum(Map<DefinitionName, JsonNode> bodies) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            bodies.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
                    .sorted()
                    .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
