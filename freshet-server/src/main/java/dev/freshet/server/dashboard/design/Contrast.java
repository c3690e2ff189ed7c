// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.design;

/** How well a colour stands out from another, as WCAG 2 computes it: from 1 (not at all) to 21 (black on white). */
final class Contrast {

    /** The least for text (WCAG 2, AA). */
    static final double TEXT = 4.5;

    /** The least for shapes that carry meaning. */
    static final double SHAPE = 3;

    private static final int HEX = 16;
    private static final int CHANNEL = 0xff;

    private Contrast() {}

    /** Of two colours as {@code #rrggbb}. */
    static double ratio(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        if (!colour.matches("#[0-9a-fA-F]{6}")) {
            throw new IllegalArgumentException("\"" + colour + "\" is not a colour; expected #rrggbb");
        }
        int rgb = Integer.parseInt(colour.substring(1), HEX);
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double value = (channel & CHANNEL) / (double) CHANNEL;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
