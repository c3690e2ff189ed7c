// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.deployment;

import dev.freshet.Freshet;
import dev.freshet.definition.DefinitionKind;
import dev.freshet.definition.Deployment;
import dev.freshet.definition.DeploymentDetails;
import dev.freshet.definition.KeyChange;
import dev.freshet.definition.PlanEntry;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.RunTally;
import dev.freshet.job.RunTallyQueries;
import dev.freshet.server.dashboard.Reader;
import dev.freshet.server.dashboard.deployment.DeploymentShown.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads what the page of one deployment shows. */
@Component
class DeploymentReader {

    private static final Duration COMPARED = Duration.ofHours(24);
    private static final int MOST_JOBS = 60;
    private static final int MOST_RUNS_OF_A_JOB = 2_000;

    private final Freshet freshet;
    private final RunTallyQueries tallies = new RunTallyQueries();

    DeploymentReader(Freshet freshet) {
        this.freshet = freshet;
    }

    DeploymentShown read(Reader reader, long id) {
        DeploymentDetails details = freshet.definitions()
                .findDeployment(id)
                .orElseThrow(() ->
                        new FreshetException(ErrorCode.DEPLOYMENT_NOT_FOUND, "There is no deployment " + id + "."));
        Deployment deployment = details.deployment();
        Instant at = deployment.appliedAt();
        Instant until = at.plus(COMPARED);
        List<String> jobs = touched(details.changes());
        List<RunTally> counted = jobs.isEmpty()
                ? List.of()
                : freshet.database()
                        .call(session ->
                                tallies.around(session, jobs, at.minus(COMPARED), at, until, MOST_RUNS_OF_A_JOB));
        boolean inForce = freshet.definitions()
                .findDeploymentInForce()
                .filter(deployment::equals)
                .isPresent();
        return new DeploymentShown(
                deployment,
                inForce,
                details.changes(),
                effects(jobs, counted),
                COMPARED,
                details.files(),
                until.isAfter(reader.now()) ? until : null);
    }

    /** The jobs whose work a change may have changed: those of its name, and the group that refreshes a view. */
    private static List<String> touched(List<PlanEntry> changes) {
        TreeSet<String> jobs = new TreeSet<>();
        for (PlanEntry entry : changes) {
            if (entry.name().kind() == DefinitionKind.SETTINGS || entry.name().kind() == DefinitionKind.CHANNEL) {
                continue;
            }
            jobs.add(entry.name().name());
            entry.changes().stream()
                    .filter(change -> change.key().equals("group"))
                    .flatMap(DeploymentReader::values)
                    .forEach(jobs::add);
        }
        return jobs.stream().limit(MOST_JOBS).toList();
    }

    private static Stream<String> values(KeyChange change) {
        List<JsonNode> values = new ArrayList<>();
        if (change.before() != null) {
            values.add(change.before());
        }
        if (change.after() != null) {
            values.add(change.after());
        }
        return values.stream().filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    private static List<Effect> effects(List<String> jobs, List<RunTally> counted) {
        List<Effect> effects = new ArrayList<>();
        for (String job : jobs) {
            RunTally before = null;
            RunTally after = null;
            for (RunTally tally : counted) {
                if (tally.job().equals(job)) {
                    before = tally.after() ? before : tally;
                    after = tally.after() ? tally : after;
                }
            }
            if (before != null || after != null) {
                effects.add(new Effect(job, before, after));
            }
        }
        return effects;
    }
}
