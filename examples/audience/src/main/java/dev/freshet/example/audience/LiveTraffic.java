// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * A thread that stores simulated visits when their time has come, until it is closed.
 *
 * <p>A database that cannot be reached costs one line in the log: the batch at hand is kept and tried again, ever more
 * slowly, and what would have happened during a longer pause is left out rather than made up in a burst.
 */
public final class LiveTraffic implements AutoCloseable {

    private static final Logger LOG = System.getLogger(LiveTraffic.class.getName());
    private static final int BATCH = 500;
    private static final Duration PACE = Duration.ofMillis(250);
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);
    private static final Duration LONGEST_BACKLOG = Duration.ofMinutes(1);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final DataSource database;
    private final VisitSequence sequence;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private Visit upcoming;
    private volatile Duration backOff = Duration.ZERO;

    LiveTraffic(DataSource database, VisitSequence sequence, InstantSource clock) {
        this.database = database;
        this.sequence = sequence;
        this.clock = clock;
        this.upcoming = sequence.next();
        this.thread = Thread.ofPlatform().name("audience-live").daemon().unstarted(this::produce);
    }

    void start() {
        thread.start();
    }

    /** Stops after the batch at hand, for which it waits a few seconds at most. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(LONGEST_CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the last batch could not be stored and waits to be tried again. */
    public boolean isBackingOff() {
        return backOff.isPositive();
    }

    private void produce() {
        List<Visit> batch = new ArrayList<>();
        while (!closesWithin(pause())) {
            if (batch.isEmpty()) {
                takeDueInto(batch);
            }
            if (store(batch)) {
                batch.clear();
            }
        }
    }

    private boolean closesWithin(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Until the next visit, or until it is time to try again; never so short that it would be a busy loop. */
    private Duration pause() {
        if (backOff.isPositive()) {
            return backOff;
        }
        Duration untilNext = Duration.between(clock.instant(), upcoming.at());
        return untilNext.compareTo(PACE) < 0 ? PACE : untilNext;
    }

    private void takeDueInto(List<Visit> batch) {
        Instant now = clock.instant();
        if (upcoming.at().isBefore(now.minus(LONGEST_BACKLOG))) {
            sequence.skipTo(now);
            upcoming = sequence.next();
        }
        while (batch.size() < BATCH && !upcoming.at().isAfter(now)) {
            batch.add(upcoming);
            upcoming = sequence.next();
        }
    }

    private boolean store(List<Visit> batch) {
        if (batch.isEmpty()) {
            return true;
        }
        try {
            VisitStore.insert(database, batch);
        } catch (SQLException | RuntimeException e) {
            backOff(e);
            return false;
        }
        if (backOff.isPositive()) {
            LOG.log(Level.INFO, "Simulated visits are stored again");
            backOff = Duration.ZERO;
        }
        return true;
    }

    private void backOff(Exception cause) {
        if (backOff.isPositive()) {
            backOff = backOff.compareTo(LONGEST_BACK_OFF.dividedBy(2)) > 0 ? LONGEST_BACK_OFF : backOff.multipliedBy(2);
            return;
        }
        backOff = FIRST_BACK_OFF;
        LOG.log(
                Level.WARNING,
                "Simulated visits cannot be stored ({0}); trying again, up to every {1} s, without another word",
                reason(cause),
                LONGEST_BACK_OFF.toSeconds());
    }

    private static String reason(Exception cause) {
        // The message of a batch repeats its statement; the one behind it says what is wrong.
        boolean isBatch = cause instanceof BatchUpdateException && cause.getCause() != null;
        return String.valueOf(isBatch ? cause.getCause() : cause);
    }
}
