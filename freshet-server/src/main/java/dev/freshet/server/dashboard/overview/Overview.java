// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.overview;

import dev.freshet.definition.Deployment;
import dev.freshet.freshness.Freshness;
import dev.freshet.freshness.FreshnessStatus;
import dev.freshet.job.Run;
import dev.freshet.server.chart.Drawing;
import dev.freshet.server.chart.Timeline;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.ui.Sign;
import dev.freshet.server.text.Human;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the first page shows.
 *
 * @param freshness of every view, the worst first
 * @param board the first of them, each with its bar
 * @param running runs that have not ended, those that work first
 * @param attention what somebody should look at, the worst first
 * @param alerts how many are open
 * @param timeline null where no job is defined
 * @param deployment the one in force, or null before the first
 */
public record Overview(
        List<Freshness> freshness,
        List<BoardRow> board,
        List<Run> running,
        List<Attention> attention,
        int alerts,
        @Nullable Timeline timeline,
        int jobs,
        @Nullable Deployment deployment)
        implements Page.Perishable {

    /** One view on the board. */
    public record BoardRow(Freshness freshness, Drawing bar) {}

    /** How many views are in each state, the worst first. */
    public Map<FreshnessStatus, Long> counts() {
        Map<FreshnessStatus, Long> counts = new EnumMap<>(FreshnessStatus.class);
        freshness.forEach(view -> counts.merge(view.status(), 1L, Long::sum));
        return counts;
    }

    /** The answer to the first question, as a sign. */
    public Sign sign() {
        Map<FreshnessStatus, Long> counts = counts();
        if (counts.containsKey(FreshnessStatus.BREACHED)) {
            return Sign.BREACHED;
        }
        if (attention.stream().anyMatch(item -> item.sign() == Sign.FAILED || item.sign() == Sign.LOST)) {
            return Sign.FAILED;
        }
        return counts.containsKey(FreshnessStatus.LATE) ? Sign.LATE : freshness.isEmpty() ? Sign.UNKNOWN : Sign.FRESH;
    }

    /** The answer to the first question, in words. */
    public String headline() {
        long breached = counts().getOrDefault(FreshnessStatus.BREACHED, 0L);
        long failing = attention.stream()
                .filter(item -> item.sign() == Sign.FAILED || item.sign() == Sign.LOST)
                .count();
        if (breached > 0) {
            return Human.count(breached, "view") + (breached == 1 ? " is" : " are") + " older than promised";
        }
        if (failing > 0) {
            return Human.count(failing, "job") + (failing == 1 ? " has" : " have") + " failed";
        }
        if (freshness.isEmpty()) {
            return jobs == 0 ? "Nothing is defined yet" : "All jobs are well";
        }
        long fresh = counts().getOrDefault(FreshnessStatus.FRESH, 0L);
        return fresh == freshness.size() ? "Everything is as fresh as promised" : "Nothing is older than promised";
    }

    @Override
    public @Nullable Instant perishesAt() {
        return freshness.stream()
                .map(Freshness::breachesAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
