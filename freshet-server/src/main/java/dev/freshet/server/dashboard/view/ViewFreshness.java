// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import dev.freshet.freshness.Attainment;
import dev.freshet.freshness.Breach;
import dev.freshet.freshness.Freshness;
import dev.freshet.server.chart.Drawing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a view's promise was kept.
 *
 * @param now as it stands
 * @param lags over time; null before anything was measured
 * @param breaches the latest, newest first
 */
public record ViewFreshness(Freshness now, @Nullable Drawing lags, Attainment attainment, List<Breach> breaches) {

    private static final double ALL = 100.0;

    public ViewFreshness {
        breaches = List.copyOf(breaches);
    }

    /** Rounded down, so that 100 % is said only where nothing was missing. */
    public static String percent(double part) {
        double tenths = Math.floor(part * ALL * 100) / 100;
        return (tenths == Math.rint(tenths) ? String.valueOf((long) tenths) : String.valueOf(tenths)) + " %";
    }

    /** The promise in words, where it differs by the time of the week. */
    public boolean hasWindows() {
        return now.promise() != null && !now.promise().windows().isEmpty();
    }
}
