// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.deployment;

import dev.freshet.definition.DefinitionSource;
import dev.freshet.definition.Deployment;
import dev.freshet.definition.PlanEntry;
import dev.freshet.job.RunTally;
import dev.freshet.server.dashboard.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of one deployment shows.
 *
 * @param changes what it created, changed and removed
 * @param effects how the jobs it touched did before and after
 * @param compared how long before and after it is compared
 * @param perishesAt when there is more to compare
 */
public record DeploymentShown(
        Deployment deployment,
        boolean inForce,
        List<PlanEntry> changes,
        List<Effect> effects,
        Duration compared,
        List<DefinitionSource> files,
        @Nullable Instant perishesAt)
        implements Page.Perishable {

    /**
     * How a job did.
     *
     * @param before null where no run ended within the time before
     * @param after null where none ended since
     */
    public record Effect(
            String job, @Nullable RunTally before, @Nullable RunTally after) {

        /** Whether it fails now and did not before, or fails more often. */
        public boolean isWorse() {
            return after != null && share(after) > (before == null ? 0 : share(before));
        }

        /** How much longer or shorter its runs take, as {@code +140 %}; null where that cannot be told. */
        public @Nullable String slower() {
            if (before == null || after == null || before.median() == null || after.median() == null) {
                return null;
            }
            long was = before.median().toMillis();
            if (was == 0) {
                return null;
            }
            long change = Math.round(100.0 * (after.median().toMillis() - was) / was);
            return change == 0 ? "±0 %" : (change > 0 ? "+" : "−") + Math.abs(change) + " %";
        }

        private static double share(RunTally tally) {
            return tally.runs() == 0 ? 0 : (double) tally.failed() / tally.runs();
        }
    }
}
