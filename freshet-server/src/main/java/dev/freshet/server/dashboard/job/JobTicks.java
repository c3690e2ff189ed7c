// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.schedule.ComingTick;
import dev.freshet.schedule.LedgerTick;
import dev.freshet.schedule.TickOrder;
import dev.freshet.schedule.TickOutcome;
import dev.freshet.server.dashboard.ui.Sign;
import dev.freshet.server.text.Human;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The ticks of a job.
 *
 * @param coming the next ones, with what was ordered for them
 * @param past the last ones, and those before that did not simply fire; newest first
 * @param lastDay how many of the last day had each outcome
 * @param lapsed orders that lapsed lately because their tick went away
 */
public record JobTicks(
        List<ComingTick> coming, List<LedgerTick> past, Map<TickOutcome, Long> lastDay, List<TickOrder> lapsed) {

    public JobTicks {
        coming = List.copyOf(coming);
        past = List.copyOf(past);
        lastDay = Map.copyOf(lastDay);
        lapsed = List.copyOf(lapsed);
    }

    public static Sign sign(TickOutcome outcome) {
        return switch (outcome) {
            case FIRED -> Sign.SUCCEEDED;
            case MERGED -> Sign.QUEUED;
            case SKIPPED -> Sign.SKIPPED;
            default -> Sign.WAITING;
        };
    }

    /** {@code last day: 96 fired, 2 skipped}; what became of ticks without having to look at each. */
    public String tally() {
        List<String> words = new ArrayList<>();
        for (TickOutcome outcome : TickOutcome.values()) {
            long count = lastDay.getOrDefault(outcome, 0L);
            if (count > 0) {
                words.add(Human.number(count) + " " + outcome.id());
            }
        }
        return words.isEmpty() ? "none in the last day" : "last day: " + String.join(", ", words);
    }
}
