// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

/** One product in one setting, on a database of its own, with a no-op to carry out. */
interface Contender extends AutoCloseable {

    String name();

    /** What it keeps of a run that succeeded. */
    String history();

    /** Queues runs while nothing works. */
    void queue(int runs);

    /** Begins to work; each no-op is told to the meter. */
    void start(Meter meter);

    /** Whether nothing is left to do, as the database has it. */
    boolean isDone();

    /**
     * Makes no-ops due at whole seconds from now on; called while it works.
     *
     * @param seconds for so long at least
     */
    void scheduleEverySecond(int seconds);

    /** Ends what {@link #scheduleEverySecond} began. */
    void unschedule();

    /** Stops working; what is queued stays. */
    void stop();

    BenchmarkDatabase database();

    @Override
    default void close() {
        stop();
        database().close();
    }
}
