// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

/**
 * A picture with its words.
 *
 * @param svg safe to put into a page as it is
 * @param label one sentence with the gist, plain text; the SVG carries it as {@code aria-label}
 * @param table the same facts for those who would rather read them
 */
public record Drawing(String svg, String label, ChartTable table) {}
