// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

/**
 * What a schedule does where the wall clock jumps.
 *
 * @param gap for wall-clock times that do not exist
 * @param overlap for wall-clock times that exist twice
 */
public record DstPolicy(Gap gap, Overlap overlap) {

    /**
     * The default: where the hour field is fixed, a tick in a gap fires at the first instant after it and a tick in an
     * overlap in the first pass only; where the hour field is {@code *} or {@code *}{@code /n}, every instant whose
     * wall clock matches is a tick.
     */
    public static final DstPolicy DEFAULT = new DstPolicy(Gap.DEFAULT, Overlap.DEFAULT);

    /** For wall-clock times that do not exist. */
    public enum Gap {
        /** {@link #NEXT} where the hour field is fixed, {@link #SKIP} where it is {@code *} or {@code *}{@code /n}. */
        DEFAULT,
        /** No tick. */
        SKIP,
        /** Moved by the length of the gap: 02:30 becomes 03:30. */
        SHIFT,
        /** Moved to the first instant after the gap: 02:30 becomes 03:00. */
        NEXT
    }

    /** For wall-clock times that exist twice. */
    public enum Overlap {
        /** {@link #FIRST} where the hour field is fixed, {@link #BOTH} where it is {@code *} or {@code *}{@code /n}. */
        DEFAULT,
        FIRST,
        SECOND,
        BOTH
    }
}
