// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.job.Run;
import java.util.List;

/**
 * Runs, newest first.
 *
 * @param more whether older ones follow
 */
public record RunList(List<Run> runs, boolean more) {

    public RunList {
        runs = List.copyOf(runs);
    }
}
