// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schedule;

import dev.freshet.cron.Tick;
import dev.freshet.job.Job;
import java.time.Instant;
import java.util.List;

/** The ticks a job's schedule has ahead. */
public final class TickForecast {

    private final TickSequences sequences = new TickSequences();

    /** Ticks in {@code [from, to)}, at most {@code limit}; none where the schedule has none of its own. */
    public List<Tick> list(Job job, Instant from, Instant to, int limit) {
        return sequences
                .of(job.definition().schedule())
                .map(sequence -> sequence.between(from, to, limit))
                .orElse(List.of());
    }
}
