// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what one attempt costs, session by session.
 *
 * <p>Sessions may come from a pool: what a backend did before it entered does not count. Thread-safe.
 */
final class CostMeter {

    private static final int WITH_COUNTERS = 180_000;
    private static volatile int version;

    private final CostStore store = new CostStore();
    private final Map<Session, Start> starts = new ConcurrentHashMap<>();
    private CostStore.Counters counters = CostStore.Counters.NONE;
    private long statements;
    private int backends;
    private boolean counted;
    private long lockWaitMillis;

    /** The session begins to work for the attempt. */
    void entered(Session session) {
        if (version == 0) {
            version = store.serverVersion(session);
        }
        CostStore.@Nullable Counters now = version >= WITH_COUNTERS ? store.counters(session) : null;
        starts.put(session, new Start(now, session.statements()));
        synchronized (this) {
            backends++;
        }
    }

    /** The session's work is done: what it does from here on is Freshet's. */
    void workDone(Session session) {
        Start start = starts.get(session);
        if (start != null && start.statements >= 0) {
            starts.put(session, new Start(start.counters, -1));
            synchronized (this) {
                statements += session.statements() - start.statements;
            }
        }
    }

    /** The session leaves; it must be outside of a transaction. */
    void leaves(Session session) {
        workDone(session);
        Start start = starts.remove(session);
        if (start != null && start.counters != null) {
            store.flush(session);
            CostStore.Counters done = store.counters(session).since(start.counters);
            synchronized (this) {
                counters = counters.plus(done);
                counted = true;
            }
        }
    }

    /** Whether every session that entered has left. */
    boolean isClosed() {
        return starts.isEmpty();
    }

    synchronized void waited(Duration time) {
        lockWaitMillis += time.toMillis();
    }

    /** As JSON, with what is known only. */
    synchronized String json(@Nullable Long rows) {
        Map<String, Object> cost = new LinkedHashMap<>();
        if (rows != null) {
            cost.put("rows", rows);
        }
        cost.put("statements", statements);
        cost.put("backends", backends);
        cost.put("lock_wait_ms", lockWaitMillis);
        if (counted) {
            cost.put("wal_bytes", counters.walBytes());
            cost.put("wal_records", counters.walRecords());
            cost.put("blocks_hit", counters.blocksHit());
            cost.put("blocks_read", counters.blocksRead());
            cost.put("read_bytes", counters.readBytes());
            cost.put("written_bytes", counters.writtenBytes());
        }
        return String.valueOf(RunJson.write(cost));
    }

    private record Start(CostStore.@Nullable Counters counters, long statements) {}
}
