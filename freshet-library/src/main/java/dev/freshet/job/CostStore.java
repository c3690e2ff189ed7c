// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.AdvisoryLock;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** All SQL that measures what backends do: counters since PostgreSQL 18, and waiting for locks. */
final class CostStore {

    private static final String VERSION = "SELECT current_setting('server_version_num')::int AS version";

    private static final String COUNTERS = """
        SELECT w.wal_bytes::bigint AS wal_bytes, w.wal_records, i.hits, i.reads, i.read_bytes, i.write_bytes
        FROM pg_stat_get_backend_wal(pg_backend_pid()) w,
          (SELECT coalesce(sum(hits), 0)::bigint AS hits, coalesce(sum(reads), 0)::bigint AS reads,
                  coalesce(sum(read_bytes), 0)::bigint AS read_bytes,
                  (coalesce(sum(write_bytes), 0) + coalesce(sum(extend_bytes), 0))::bigint AS write_bytes
           FROM pg_stat_get_backend_io(pg_backend_pid()) WHERE object <> 'wal') i
        """;

    private static final String FLUSH = "SELECT pg_stat_force_next_flush()";

    // The attempt's lock says which backends work for it.
    private static final String WAITING = """
        WITH locks AS MATERIALIZED (
          SELECT l.pid, l.locktype, l.database, l.classid, l.objid, l.objsubid, l.granted, l.waitstart FROM pg_locks l
          WHERE NOT l.granted OR l.locktype = 'advisory')
        SELECT a.objid::bigint AS key,
          (extract(epoch FROM max(clock_timestamp() - coalesce(w.waitstart, clock_timestamp()))) * 1000)::bigint AS waited_ms
        FROM locks a JOIN locks w ON w.pid = a.pid AND NOT w.granted
        WHERE a.locktype = 'advisory' AND a.granted AND a.classid = :class::int::oid AND a.objsubid = 2
          AND a.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND a.objid::bigint = ANY (:keys::bigint[])
        GROUP BY a.objid
        """;

    int serverVersion(Session session) {
        return session.query(VERSION).one(row -> row.integer("version"));
    }

    /** What the session's backend has done since it started; the server is PostgreSQL 18 or newer. */
    Counters counters(Session session) {
        return session.query(COUNTERS).one(CostStore::counters);
    }

    /** Makes the backend's own counters up to date. */
    void flush(Session session) {
        session.query(FLUSH).list(row -> true);
    }

    /** Which of these attempts wait for a lock right now, and for how long. */
    List<Waiting> waiting(Session session, Collection<Long> attempts) {
        List<Long> keys =
                attempts.stream().map(id -> (long) AdvisoryLock.key(id)).toList();
        return session.query(WAITING)
                .bind("class", AdvisoryLock.ATTEMPT)
                .bind("keys", keys)
                .list(row -> new Waiting(row.number("key"), Duration.ofMillis(row.number("waited_ms"))));
    }

    private static Counters counters(Row row) {
        return new Counters(
                row.number("wal_bytes"),
                row.number("wal_records"),
                row.number("hits"),
                row.number("reads"),
                row.number("read_bytes"),
                row.number("write_bytes"));
    }

    /** An attempt (by its lock's key) that waits for a lock. */
    record Waiting(long key, Duration waited) {}

    /** What a backend did. */
    record Counters(
            long walBytes, long walRecords, long blocksHit, long blocksRead, long readBytes, long writtenBytes) {

        static final Counters NONE = new Counters(0, 0, 0, 0, 0, 0);

        Counters plus(Counters other) {
            return new Counters(
                    walBytes + other.walBytes,
                    walRecords + other.walRecords,
                    blocksHit + other.blocksHit,
                    blocksRead + other.blocksRead,
                    readBytes + other.readBytes,
                    writtenBytes + other.writtenBytes);
        }

        /** Since an earlier moment of the same backend; all of it where the backend is another one by now. */
        Counters since(Counters earlier) {
            if (walBytes < earlier.walBytes || blocksHit < earlier.blocksHit) {
                return this;
            }
            return new Counters(
                    walBytes - earlier.walBytes,
                    walRecords - earlier.walRecords,
                    blocksHit - earlier.blocksHit,
                    blocksRead - earlier.blocksRead,
                    readBytes - earlier.readBytes,
                    writtenBytes - earlier.writtenBytes);
        }
    }
}
