// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures drawn on the server: pure functions from records, a zone and a moment to SVG.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Every picture is a {@link dev.freshet.server.chart.Drawing}: the SVG, one sentence that says the gist, and the table
 *       with the same facts.
 *   <li>No {@code style} attribute and no script: the look is in {@code assets/charts.css}, by classes, so that a strict
 *       Content-Security-Policy holds and light and dark need no second picture.
 *   <li>Positions are per cent of the width, sizes of text and marks are pixels: nothing is distorted on a phone or on a
 *       wall. Only lines are stretched, with strokes that keep their width.
 *   <li>Colour is never the only signal: a state also has a shape, and every mark has a {@code <title>} with words.
 *   <li>The number of elements is bounded, whatever the number of runs.
 * </ul>
 *
 * <p>Read first: {@link dev.freshet.server.chart.Svg}, then {@link dev.freshet.server.chart.Timeline}.
 */
@NullMarked
package dev.freshet.server.chart;

import org.jspecify.annotations.NullMarked;
