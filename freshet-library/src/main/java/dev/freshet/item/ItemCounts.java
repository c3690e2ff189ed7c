// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

/**
 * The items of one list at one moment.
 *
 * @param read how many were listed; counted then, not now
 */
public record ItemCounts(long read, long done, long failed, long dismissed, long waiting) {

    /** Nothing listed. */
    public static final ItemCounts NONE = new ItemCounts(0, 0, 0, 0, 0);

    /** Whether every item that was read is accounted for. */
    public boolean reconciles() {
        return read == done + failed + dismissed + waiting;
    }

    /** Items that nobody works on any more. */
    public long ended() {
        return done + failed + dismissed;
    }
}
