// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

/**
 * The advisory locks of Freshet: two integers, of which the first says what is locked.
 *
 * <p>Held by sessions (not transactions), so that {@code pg_locks} shows to every role which backend works for what.
 */
public final class AdvisoryLock {

    /** A run; held exclusively by its main session. Second key: {@link #key(long)} of the run's id. */
    public static final int RUN = 0x46525301;
    /** A run; held in shared mode by its further sessions. */
    public static final int RUN_PART = 0x46525302;
    /** A view that is being refreshed, by the service or by {@code freshet.refresh_group}. Second key: of its OID. */
    public static final int VIEW = 0x46525303;
    /** Work that one node does for all: migrations, deployments, partitions. Second key: which. */
    public static final int HOUSEKEEPING = 0x46525304;

    private AdvisoryLock() {}

    /** An id as a lock's second key: its lowest 31 bits, as {@code (id % 2147483648)::int} gives in SQL. */
    public static int key(long id) {
        return (int) (id % 2147483648L);
    }
}
