// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Wakeups;
import dev.freshet.postgres.Session;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of one attempt: collects lines, and writes them in batches when flushed.
 *
 * <p>Keeps at most {@link #MAX_LINES} lines; the last one says how many were left out. A line is cut at
 * {@link #MAX_LENGTH} characters.
 */
final class BufferedRunLog implements RunLog {

    static final int MAX_LINES = 10_000;
    /** Errors are worth more than the lines before them, yet not without end either. */
    static final int MAX_ERRORS_BEYOND = 100;

    static final int MAX_LENGTH = 8_000;

    private final LogStore store;
    private final InstantSource clock;
    private final Run run;
    private final long attemptId;
    private final List<LogLine> pending = new ArrayList<>();
    private final ReentrantLock writing = new ReentrantLock();
    private boolean doubtful;
    private int count;
    private long leftOut;
    private boolean finished;

    BufferedRunLog(LogStore store, InstantSource clock, Run run, long attemptId) {
        this.store = store;
        this.clock = clock;
        this.run = run;
        this.attemptId = attemptId;
    }

    @Override
    public synchronized void log(LogLevel level, String message) {
        if (count >= (level == LogLevel.ERROR ? MAX_LINES + MAX_ERRORS_BEYOND : MAX_LINES)) {
            leftOut++;
            return;
        }
        add(level, message);
    }

    private void add(LogLevel level, String message) {
        // PostgreSQL's text cannot hold a NUL character.
        String clean = message.replace('\0', ' ');
        String cut = clean.length() > MAX_LENGTH ? clean.substring(0, endOfCut(clean)) + " …" : clean;
        pending.add(new LogLine(run.attempt(), ++count, clock.instant(), level.id(), cut));
    }

    /** Not between the two halves of a character. */
    private static int endOfCut(String message) {
        return Character.isHighSurrogate(message.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
    }

    /**
     * Does something that writes lines and commits, one at a time. Where it fails, nobody knows whether it committed: the
     * lines are written again, and then only those that are not there.
     */
    <T> T writing(Supplier<T> work) {
        writing.lock();
        try {
            return work.get();
        } catch (RuntimeException e) {
            doubt();
            throw e;
        } finally {
            writing.unlock();
        }
    }

    /** As {@link #writing}, and not at all while others do. */
    void writingUnlessOthersDo(Supplier<?> work) {
        if (writing.tryLock()) {
            try {
                writing(work);
            } finally {
                writing.unlock();
            }
        }
    }

    /** Writes what is waiting where the attempt may; keeps it until that is committed. */
    void flush(Session session) {
        flush(session, attemptId);
    }

    /** As {@link #flush}, in a transaction that found the attempt in charge and ended it, or after its success. */
    void flushOfEnded(Session session) {
        flush(session, null);
    }

    private void flush(Session session, @Nullable Long guard) {
        List<LogLine> lines = waiting();
        if (lines.isEmpty()) {
            return;
        }
        store.append(session, run.id(), run.attempt(), guard, lines, isDoubtful());
        Wakeups.send(session, Wakeups.LOG_GREW + run.id());
        session.afterCommit(() -> written(lines.size()));
    }

    private synchronized List<LogLine> waiting() {
        return List.copyOf(pending);
    }

    private synchronized void written(int lines) {
        pending.subList(0, lines).clear();
        doubtful = false;
    }

    private synchronized void doubt() {
        doubtful = true;
    }

    /** Whether some of what is waiting may have been written. */
    synchronized boolean isDoubtful() {
        return doubtful;
    }

    /** Hands over what is waiting to whoever writes it together with other logs. */
    synchronized List<LogLine> take() {
        List<LogLine> taken = List.copyOf(pending);
        pending.clear();
        return taken;
    }

    /** Takes back what was not written, or may have been. */
    synchronized void putBack(List<LogLine> taken) {
        doubtful = true;
        pending.addAll(0, taken);
    }

    /** Adds the last line, and before it what was left out, if anything was; again and again adds it once. */
    synchronized void finish(LogLevel level, String lastLine) {
        if (finished) {
            return;
        }
        finished = true;
        if (leftOut > 0) {
            add(LogLevel.WARN, leftOut + " more lines were left out: a run keeps " + MAX_LINES);
        }
        add(level, lastLine);
    }

    /** How many lines there was no room for. */
    synchronized long leftOut() {
        return leftOut;
    }

    synchronized boolean hasPending() {
        return !pending.isEmpty();
    }
}
