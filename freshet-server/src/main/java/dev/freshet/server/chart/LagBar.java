// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import dev.freshet.server.text.Human;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lag beside what was promised, in the height of a line of text.
 *
 * <p>The mark of the SLA stands at two thirds. Below it the bar grows in proportion; beyond it ever more slowly, so that the
 * end of the track is never reached and the worst of two breaches is still the longer bar. A script may let it grow each
 * second: {@code data-as-of} is the moment from which the lag counts, {@code data-sla-seconds} the promise, and the width is
 * {@link #width}. The stripes beyond the mark are cut out of whatever bar lies under them, so they need no script.
 */
public final class LagBar {

    static final double SLA_PLACE = 66;

    private static final int HEIGHT = 12;
    private static final int BAR_HEIGHT = 8;
    private static final double BAR_TOP = (HEIGHT - BAR_HEIGHT) / 2.0;
    /** Half of the track where nothing was promised. */
    private static final Duration HALF_WAY_WITHOUT_SLA = Duration.ofHours(1);

    private LagBar() {}

    /**
     * What is shown of one view.
     *
     * @param lag null where it cannot be known, for instance before the first refresh
     * @param sla null where nothing was promised
     */
    public record Reading(
            String name,
            MarkState state,
            @Nullable Duration lag,
            @Nullable Duration sla) {}

    public static Drawing draw(Reading reading, Instant now) {
        String label = label(reading);
        Duration lag = reading.lag();
        Duration sla = reading.sla();
        Svg svg = Svg.picture("lag-bar", "img", label, HEIGHT)
                .title(label)
                .bar(0, 100, BAR_TOP, BAR_HEIGHT, "track", lag == null ? "unmeasured" : "measured")
                .close();
        if (lag != null) {
            svg.bar(
                    0,
                    width(lag, sla),
                    BAR_TOP,
                    BAR_HEIGHT,
                    "lag",
                    reading.state().style());
            if (!lag.isZero()) {
                svg.attribute("data-as-of", now.minus(lag).toString());
            }
            if (sla != null) {
                svg.attribute("data-sla-seconds", TimeScale.seconds(sla));
            }
            svg.close();
        }
        if (sla != null && lag != null) {
            svg.open("line")
                    .percent("x1", SLA_PLACE)
                    .percent("x2", 100)
                    .attribute("y1", HEIGHT / 2.0)
                    .attribute("y2", HEIGHT / 2.0)
                    .classes("stripes")
                    .close();
        }
        if (sla != null) {
            svg.vertical(SLA_PLACE, 0, HEIGHT, "sla").close();
        }
        ChartTable table = new ChartTable(
                List.of("Name", "State", "Lag", "SLA"),
                List.of(ChartTable.Row.of(reading.name(), reading.state().word(), words(lag), words(sla))));
        return new Drawing(svg.end(), label, table);
    }

    /** Where the bar ends, in per cent. */
    static double width(Duration lag, @Nullable Duration sla) {
        double seconds = Math.max(0, TimeScale.seconds(lag));
        if (sla == null) {
            return 100 * seconds / (seconds + TimeScale.seconds(HALF_WAY_WITHOUT_SLA));
        }
        double part = seconds / Math.max(TimeScale.seconds(sla), 0.001);
        return part <= 1 ? SLA_PLACE * part : 100 - (100 - SLA_PLACE) / part;
    }

    private static String label(Reading reading) {
        Duration lag = reading.lag();
        Duration sla = reading.sla();
        String promise = sla == null ? "no SLA" : "SLA " + Human.duration(sla);
        String measured = lag == null ? "lag unknown" : lag.isZero() ? "no lag" : "lag " + Human.duration(lag);
        return reading.name() + " is " + reading.state().word() + ": " + measured + ", " + promise;
    }

    private static String words(@Nullable Duration duration) {
        return duration == null ? Words.MISSING : Human.duration(duration);
    }
}
