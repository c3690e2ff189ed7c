// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.definition.EvidenceDefinition;
import dev.freshet.definition.JobDefinition;
import dev.freshet.postgres.Session;
import dev.freshet.postgres.StorableText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one attempt gathers to be judged by, until its end is recorded. Thread-safe. */
final class RunEvidence {

    private final RunEvidenceStore store = new RunEvidenceStore();
    private final long runId;
    private final long attemptId;
    private final CostMeter cost = new CostMeter();
    private final Map<String, Number> reported = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile Judgement judgement = Judgement.NONE;

    RunEvidence(long runId, long attemptId) {
        this.runId = runId;
        this.attemptId = attemptId;
    }

    CostMeter cost() {
        return cost;
    }

    void metric(String name, Number value) {
        reported.put(StorableText.of(name), value);
    }

    void found(Judgement now) {
        judgement = now;
    }

    @Nullable
    RunError refusal() {
        return judgement.refusal();
    }

    /** Whether the run stops and asks. */
    boolean asks() {
        return judgement.asks();
    }

    /** Whether there is anything to look at when the job's work is done. */
    boolean isLookedAt(JobDefinition job) {
        return !job.evidence().equals(EvidenceDefinition.NONE);
    }

    /** Writes everything; in the transaction that records the end, before it does. */
    void write(Session session, @Nullable Long rows) {
        boolean inCharge =
                store.write(session, runId, attemptId, metricsJson(), checksJson(), costJson(rows), judgement.asks());
        if (inCharge) {
            judgement.keeping().write(session);
        }
    }

    /** Everything reported and read. */
    String metricsJson() {
        Map<String, Number> metrics = new LinkedHashMap<>(reported);
        metrics.putAll(judgement.metrics());
        return metrics.isEmpty() ? "{}" : String.valueOf(RunJson.write(metrics));
    }

    /** What the checks answered. */
    String checksJson() {
        return judgement.checks().isEmpty() ? "[]" : String.valueOf(RunJson.write(judgement.checks()));
    }

    /** What it cost, or null while a session still works. */
    @Nullable
    String costJson(@Nullable Long rows) {
        return cost.isClosed() ? cost.json(rows) : null;
    }
}
