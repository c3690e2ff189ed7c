// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Changes the tables at the pace of each stretch, one transaction after the other, and remembers when. */
final class LoadWriter {

    private static final int LARGE = 3_000;
    private static final int MIDDLE = 50;

    private final Session session;
    private final Random random;
    private final Map<SalesTable, Long> changes = new EnumMap<>(SalesTable.class);
    private final List<Written> written = new ArrayList<>();
    private long salt;

    LoadWriter(Session session, Random random) {
        this.session = session;
        this.random = random;
    }

    /**
     * A change.
     *
     * @param change the how many-th of its table
     * @param at when its commit was asked for, since the load began: it was there at the earliest then
     */
    record Written(SalesTable table, long change, Duration at) {}

    void write(List<Stretch> stretches, long begunNanos) throws InterruptedException {
        for (Stretch stretch : stretches) {
            System.out.printf(
                    "%5d s  %s%n", stretch.from().toSeconds(), stretch.pace().words());
            Duration next = stretch.from().plus(stretch.pace().drawGap(random));
            while (next.compareTo(stretch.to()) < 0) {
                sleepUntil(next, begunNanos);
                transaction(begunNanos);
                next = next.plus(stretch.pace().drawGap(random));
            }
            sleepUntil(stretch.to(), begunNanos);
        }
    }

    private static void sleepUntil(Duration moment, long begunNanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(moment.toNanos() - (System.nanoTime() - begunNanos));
    }

    void transaction(long begunNanos) {
        SalesTable table = SalesTable.draw(random);
        long change = changes.merge(table, 1L, Long::sum);
        int size = random.nextInt(100);
        int rows = size == 0 ? LARGE : size < 10 ? MIDDLE : 1;
        session.begin();
        session.query(table.drawStatement(random))
                .bind("change", change)
                .bind("salt", salt)
                .bind("rows", rows)
                .execute();
        Duration at = Duration.ofNanos(System.nanoTime() - begunNanos);
        session.commit();
        salt += rows;
        written.add(new Written(table, change, at));
    }

    /** What was written so far belongs to no measurement. */
    void forget() {
        written.clear();
    }

    List<Written> written() {
        return List.copyOf(written);
    }
}
