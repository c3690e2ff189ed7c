// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

/**
 * The advisory locks of Freshet: two integers, of which the first says what is locked.
 *
 * <p>Held by sessions (not transactions), so that {@code pg_locks} shows to every role which backend works for what.
 */
public final class AdvisoryLock {

    /**
     * An attempt; held in shared mode by each session that works for it. The second key is the attempt's, not the run's,
     * so that whoever ends the backends of a lost attempt can never hit those of the next one.
     */
    public static final int ATTEMPT = 0x46525301;
    /** A view that is being refreshed, by the service or by {@code freshet.refresh_group}. Second key: of its OID. */
    public static final int VIEW = 0x46525302;
    /** Work that one session does for all: a deployment, partitions and the like. Second key: which. */
    public static final int HOUSEKEEPING = 0x46525303;

    /** Second keys of {@link #HOUSEKEEPING}. */
    public static final int DEPLOYMENT = 1;

    public static final int PARTITIONS = 2;

    /** Held in shared mode by who records which snapshot it reads with, while change marks must stay as they are. */
    public static final int MARKS = 3;

    public static final int FRESHNESS = 4;

    public static final int ALERTS = 5;

    public static final int TARGET_LAG = 6;

    /** Held by who looks for changes that no trigger told of. */
    public static final int MARK_LOOKS = 7;

    private AdvisoryLock() {}

    /** An id as a lock's second key: its lowest 31 bits, as {@code (id % 2147483648)::int} gives in SQL. */
    public static int key(long id) {
        return (int) (id % 2147483648L);
    }
}
