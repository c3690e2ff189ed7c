// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.RefreshMode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What {@code auto} does where both are possible: concurrently, unless so much changes that comparing and replacing row by row
 * costs more than writing the view anew, and that is so quick that readers hardly notice.
 *
 * @param reason why
 */
record AutoChoice(RefreshMode mode, String reason) {

    /** From here on, writing everything anew is the smaller work: every second row would be written and its old one left behind. */
    private static final double MUCH = 0.5;

    private static final int AGREEING = 2;

    /** A blocking refresh does not tell how much changed, so now and then one is concurrent. */
    private static final int BLOCKING_IN_A_ROW = 9;

    /**
     * Chooses.
     *
     * @param past successful refreshes, newest first
     * @param bearable how long readers may be kept waiting
     */
    static AutoChoice of(List<PastRefresh> past, Duration bearable) {
        List<PastRefresh> measured =
                past.stream().filter(PastRefresh::isMeasured).limit(AGREEING).toList();
        if (measured.isEmpty()) {
            return new AutoChoice(RefreshMode.CONCURRENTLY, "possible");
        }
        long percent = Math.round(100 * measured.getFirst().changeRatio());
        double least =
                measured.stream().mapToDouble(PastRefresh::changeRatio).min().orElse(0);
        if (measured.size() < AGREEING || least < MUCH) {
            return new AutoChoice(RefreshMode.CONCURRENTLY, "of its rows, " + percent + " % changed last time");
        }
        long least100 = Math.round(100 * least);
        Duration longest = measured.stream()
                .map(PastRefresh::took)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (longest.compareTo(bearable) > 0) {
            return new AutoChoice(
                    RefreshMode.CONCURRENTLY,
                    "of its rows, %d %% or more change each time, but readers would wait up to %d ms, more than lock-timeout (%d ms)"
                            .formatted(least100, longest.toMillis(), bearable.toMillis()));
        }
        if (sinceMeasured(past) >= BLOCKING_IN_A_ROW) {
            return new AutoChoice(RefreshMode.CONCURRENTLY, "to measure again how many rows change");
        }
        return new AutoChoice(
                RefreshMode.BLOCKING,
                "of its rows, %d %% or more change each time, and readers wait less than lock-timeout (%d ms)"
                        .formatted(least100, bearable.toMillis()));
    }

    private static int sinceMeasured(List<PastRefresh> past) {
        return IntStream.range(0, past.size())
                .filter(i -> past.get(i).isMeasured())
                .findFirst()
                .orElse(past.size());
    }
}
