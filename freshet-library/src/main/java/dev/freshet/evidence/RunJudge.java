// SPDX-License-Identifier: Apache-2.0
package dev.freshet.evidence;

import dev.freshet.change.ChangeLimits;
import dev.freshet.change.ChangeTriggers;
import dev.freshet.definition.CheckDefinition;
import dev.freshet.definition.EvidenceDefinition;
import dev.freshet.definition.MetricDefinition;
import dev.freshet.definition.TrackedTable;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.CheckResult;
import dev.freshet.job.Judgement;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.job.RunReview;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a run's metrics, asks its checks and compares its changes with their limits. */
public final class RunJudge implements RunReview {

    private final ChangeTriggers triggers;
    private final ChangeLimits limits = new ChangeLimits();

    public RunJudge(Database database) {
        triggers = new ChangeTriggers(database);
    }

    /** Makes sure that the triggers stand on every tracked table: it, or a partition of it, may be new. */
    @Override
    public void begins(RunContext context) {
        for (TrackedTable table : context.job().evidence().trackChanges()) {
            boolean limited = table.isLimited();
            try {
                if (!triggers.install(table.table())) {
                    context.log()
                            .warn("There is no table " + table.table() + ": its changes are tracked once there is");
                }
            } catch (DatabaseException e) {
                String said = "The changes of " + table.table() + " cannot be tracked: "
                        + e.error().message();
                if (limited) {
                    throw new FreshetException(
                            ErrorCode.REFUSED,
                            said + ". The run does not start, since its limit could not be kept."
                                    + advice(table.table()));
                }
                context.log().warn(said + "." + advice(table.table()));
            }
        }
    }

    @Override
    public Judgement judge(RunContext context, Session session, boolean inTransaction) {
        EvidenceDefinition evidence = context.job().evidence();
        if (evidence.equals(EvidenceDefinition.NONE)) {
            return Judgement.NONE;
        }
        Asker asker = new Asker(context, session, inTransaction);
        Map<String, BigDecimal> metrics = new LinkedHashMap<>();
        for (MetricDefinition metric : evidence.metrics()) {
            asker.metric(metric).ifPresent(value -> metrics.put(metric.name(), value));
        }
        List<CheckResult> checks = new ArrayList<>();
        @Nullable RunError refusal = null;
        for (CheckDefinition check : evidence.checks()) {
            CheckResult result = asker.check(check);
            checks.add(result);
            if (!result.lets() && refusal == null) {
                refusal = failed(check, result, inTransaction);
            }
        }
        Optional<ChangeLimits.Exceeded> exceeded = limits.exceeded(context, session, inTransaction);
        boolean asks = refusal == null && exceeded.isPresent() && exceeded.get().asks();
        if (refusal == null && exceeded.isPresent()) {
            refusal = exceeded.get().error();
        }
        Judgement.Keeping keeping =
                refusal != null && inTransaction && !evidence.trackChanges().isEmpty()
                        ? limits.wouldBe(context, session)
                        : Judgement.NONE.keeping();
        return new Judgement(metrics, checks, refusal, asks, keeping);
    }

    @Override
    public Optional<Judgement> atCheckpoint(RunContext context, Session session) {
        return limits.exceededSoFar(context, session)
                .map(exceeded -> new Judgement(
                        Map.of(), List.of(), exceeded.error(), exceeded.asks(), Judgement.NONE.keeping()));
    }

    private String advice(String table) {
        List<String> grants = triggers.missingGrants(table);
        return grants.isEmpty() ? "" : " To mend it: " + String.join(" ", grants);
    }

    private static RunError failed(CheckDefinition check, CheckResult result, boolean inTransaction) {
        boolean error = result.outcome().equals(CheckResult.Outcome.ERROR.id());
        String detail = result.detail();
        String said =
                error ? "Check " + check.name() + " could not be asked" : "Check " + check.name() + " does not hold";
        return new RunError(
                null,
                detail == null ? said : said + ": " + detail,
                "Asked: " + check.sql(),
                null,
                null,
                inTransaction
                        ? "The work was rolled back. Mend the data, or the check."
                        : "The work had committed already and stays. Mend the data, or the check.");
    }
}
