// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.Freshet;
import dev.freshet.change.ChangeFilter;
import dev.freshet.change.ChangeSummary;
import dev.freshet.job.ApprovalControl.Decision;
import dev.freshet.job.CheckResult;
import dev.freshet.job.Run;
import dev.freshet.postgres.Session;
import dev.freshet.server.dashboard.ui.Sign;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a run shows to judge it by.
 *
 * @param decision what was answered when it asked, or null
 * @param costs by name, in words
 * @param changes by table
 * @param rows the first ones that it changed
 */
public record RunEvidence(
        @Nullable Decision decision,
        List<CheckResult> checks,
        Map<String, Object> metrics,
        List<CostWords.Cost> costs,
        List<ChangeSummary> changes,
        List<ChangedRow> rows) {

    private static final int ROWS = 5;

    static RunEvidence read(Freshet freshet, Session session, Run run) {
        List<ChangeSummary> changes = freshet.changes().summarize(session, run.id(), run.queuedAt());
        List<ChangedRow> rows = changes.isEmpty()
                ? List.of()
                : ChangedRow.of(freshet.changes()
                        .list(session, run.id(), run.queuedAt(), new ChangeFilter(null, null, null, ROWS)));
        return new RunEvidence(
                freshet.approvals().findDecision(session, run.id()).orElse(null),
                CheckResult.listOf(run.checks()),
                new TreeMap<>(run.metrics()),
                CostWords.of(run.costs()),
                changes,
                rows);
    }

    /** Whether there is more to see on the page of changes. */
    public boolean hasMore() {
        return changes.stream().mapToLong(ChangeSummary::kept).sum() > rows.size();
    }

    /** A metric as people read it: {@code 46,086.54}. */
    public static String words(Object value) {
        if (!(value instanceof Number number)) {
            return String.valueOf(value);
        }
        BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
        return String.format(Locale.ROOT, "%,." + Math.max(0, exact.scale()) + "f", exact);
    }

    /** How a check's outcome is shown. */
    public static Sign sign(CheckResult check) {
        return switch (check.outcome()) {
            case "passed" -> Sign.SUCCEEDED;
            case "warned" -> Sign.LATE;
            default -> Sign.FAILED;
        };
    }
}
