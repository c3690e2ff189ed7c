// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The event streams that are open. A stream ends when whoever opened it is not let in any more: when a session ends, a token
 * is revoked. Closing ends all of them, which a stopping web server would else wait for.
 */
public final class LiveStreams implements AutoCloseable {

    /** Ended after so long at the latest; clients connect again where they were. */
    private static final Duration LONGEST = Duration.ofHours(1);
    /** Sessions and tokens also end by themselves, which nobody tells. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

    private static final int MOST_OF_ONE = 100;
    private static final int MOST = 2_000;

    private final Map<Thread, Admission> streams = new ConcurrentHashMap<>();
    private final Semaphore news = new Semaphore(0);
    private final Thread looking = Thread.ofVirtual().name("freshet-streams").start(this::look);

    /**
     * Starts a stream whose events the writer sends, on a thread of its own; it ends when the writer returns.
     *
     * @throws FreshetException TOO_BUSY where so many are open that one more would harm the others
     */
    public SseEmitter open(String name, Admission admission, Writer writer) {
        long ofOne = streams.values().stream()
                .filter(other -> other.who().equals(admission.who()))
                .count();
        if (ofOne >= MOST_OF_ONE || streams.size() >= MOST) {
            throw new FreshetException(
                    ErrorCode.TOO_BUSY,
                    "There are " + streams.size() + " event streams open, " + ofOne + " of them by " + admission.who()
                            + "; a user or token may have " + MOST_OF_ONE + ", all together " + MOST
                            + ": close some, and try again");
        }
        SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> write(emitter, writer));
        emitter.onTimeout(thread::interrupt);
        emitter.onError(e -> thread.interrupt());
        emitter.onCompletion(thread::interrupt);
        streams.put(thread, admission);
        thread.start();
        return emitter;
    }

    private void write(SseEmitter emitter, Writer writer) {
        try {
            writer.write(emitter);
            emitter.complete();
        } catch (InterruptedException e) {
            emitter.complete();
        } catch (IOException e) {
            // The reader went away.
            emitter.completeWithError(e);
        } catch (RuntimeException e) {
            emitter.completeWithError(e);
        } finally {
            streams.remove(Thread.currentThread());
        }
    }

    /** Sessions or tokens may have ended: looks at once whose streams go on. */
    public void lookAgain() {
        news.release();
    }

    private void look() {
        try {
            while (true) {
                if (news.tryAcquire(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
                streams.forEach((thread, admission) -> {
                    if (!admission.holds()) {
                        thread.interrupt();
                    }
                });
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    @Override
    public void close() {
        looking.interrupt();
        streams.keySet().forEach(Thread::interrupt);
    }

    /** Who was let in, and whether it would be again. */
    public interface Admission {
        String who();

        /** Asks anew; while nobody can tell, it holds. */
        boolean holds();
    }

    /** Sends the events of one stream. */
    @FunctionalInterface
    public interface Writer {
        void write(SseEmitter stream) throws IOException, InterruptedException;
    }
}
