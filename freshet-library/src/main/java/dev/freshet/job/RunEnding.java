// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that ended well, about to be written together with others.
 *
 * @param recorded whether its success is committed already, with its work
 * @param rowsAffected rows it touched, or null where that is not known
 * @param lines the last of its log
 */
record RunEnding(
        RunExecution execution, boolean recorded, @Nullable Long rowsAffected, List<LogLine> lines) {

    RunEnding {
        lines = List.copyOf(lines);
    }

    Run run() {
        return execution.run();
    }
}
