// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.design;

import dev.freshet.server.chart.Drawing;
import dev.freshet.server.chart.Timeline;
import java.util.List;

/**
 * What the page about the design language shows.
 *
 * @param pairs colours that stand on each other, with their contrast in both themes
 * @param drawings every picture, with sample data
 */
public record Design(
        List<Swatch> swatches, List<Pair> pairs, List<String> spaces, List<Sample> drawings, Timeline timeline) {

    /** A colour in both themes. */
    public record Swatch(String token, String light, String dark, String use) {}

    /**
     * A colour on another.
     *
     * @param least what is asked for
     */
    public record Pair(String front, String back, double light, double dark, double least) {

        public boolean isEnough() {
            return Math.min(light, dark) >= least;
        }

        public String words(double ratio) {
            return String.format(java.util.Locale.ROOT, "%.1f", ratio);
        }
    }

    /** A picture and when to use it. */
    public record Sample(String name, String use, Drawing drawing) {}
}
