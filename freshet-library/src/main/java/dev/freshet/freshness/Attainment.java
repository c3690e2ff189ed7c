// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For which part of the time a promise was kept, from 0 to 1, counted from when it was first given; null where nothing was
 * promised within the time.
 */
public record Attainment(
        @Nullable Double day,
        @Nullable Double week,
        @Nullable Double month) {

    public static final Attainment NONE = new Attainment(null, null, null);

    /** A time over which it is counted. */
    public record Span(String label, int days, @Nullable Double kept) {}

    public List<Span> spans() {
        return List.of(new Span("1 day", 1, day), new Span("7 days", 7, week), new Span("30 days", 30, month));
    }
}
