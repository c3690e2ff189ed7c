// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.server.chart.Drawing;
import dev.freshet.server.dashboard.ui.Sign;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One job in the list.
 *
 * @param schedule in words
 * @param latest its newest run, or null
 * @param lately the durations and outcomes of its last runs
 */
public record JobRow(
        Job job, String kind, String schedule, @Nullable Run latest, Drawing lately) {

    /** Paused tells more than how the last run went, unless one is still at work. */
    public Sign sign() {
        return sign(job, latest);
    }

    /** Whether it refreshes one view, which its group may do instead. */
    public boolean isOfView() {
        return kind.equals("view");
    }

    /** What the filter looks through. */
    public String text() {
        String owner = job.definition().owner();
        String description = job.definition().description();
        return String.join(
                        " ",
                        job.name(),
                        kind,
                        schedule,
                        owner == null ? "" : owner,
                        description == null ? "" : description)
                .toLowerCase(Locale.ROOT);
    }

    static Sign sign(Job job, @Nullable Run latest) {
        if (latest != null && (latest.state() == RunState.RUNNING || latest.state() == RunState.STOPPING)) {
            return Sign.of(latest.state());
        }
        if (job.pause() != null) {
            return Sign.PAUSED;
        }
        return latest == null ? Sign.UNKNOWN : Sign.of(latest.state());
    }
}
