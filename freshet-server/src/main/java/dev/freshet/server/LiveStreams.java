// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The event streams that are open; closing it ends them, which a stopping web server would else wait for. */
public final class LiveStreams implements AutoCloseable {

    /** Ended after so long at the latest; clients connect again where they were. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Set<Thread> writers = ConcurrentHashMap.newKeySet();

    /** Starts a stream whose events the writer sends, on a thread of its own; it ends when the writer returns. */
    public SseEmitter open(String name, Writer writer) {
        SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> {
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
                writers.remove(Thread.currentThread());
            }
        });
        emitter.onTimeout(thread::interrupt);
        emitter.onError(e -> thread.interrupt());
        writers.add(thread);
        thread.start();
        return emitter;
    }

    @Override
    public void close() {
        writers.forEach(Thread::interrupt);
    }

    /** Sends the events of one stream. */
    @FunctionalInterface
    public interface Writer {
        void write(SseEmitter stream) throws IOException, InterruptedException;
    }
}
