// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parts of the list of jobs. */
public enum JobTab {
    ALL,
    FAILING,
    PAUSED,
    RUNNING;

    /** As in the address: {@code failing}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static JobTab of(@Nullable String id) {
        return Arrays.stream(values())
                .filter(tab -> tab.id().equals(id))
                .findFirst()
                .orElse(ALL);
    }

    boolean includes(Job job, @Nullable Run latest) {
        return switch (this) {
            case ALL -> true;
            case FAILING -> latest != null && (latest.state() == RunState.FAILED || latest.state() == RunState.LOST);
            case PAUSED -> job.pause() != null;
            case RUNNING -> latest != null && latest.state().isActive();
        };
    }
}
