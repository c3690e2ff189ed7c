// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.health;

import dev.freshet.Freshet;
import dev.freshet.schema.SchemaStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks the database how it is, for all parts of {@code /health/ready} together, and waits no longer than whoever asks
 * would. Anybody may ask, so that an answer serves for a moment and one question is under way at most.
 */
@Component
class DatabaseProbe {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseProbe.class);
    static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration KEPT = Duration.ofMillis(500);

    private final Freshet freshet;
    /** Said once, not at each question: anybody may ask. */
    private final AtomicBoolean silent = new AtomicBoolean();

    private @Nullable FutureTask<DatabaseAnswer> question;
    private long askedNanos;

    DatabaseProbe(Freshet freshet) {
        this.freshet = freshet;
    }

    /** Empty when there is no answer in time. */
    Optional<DatabaseAnswer> ask() {
        try {
            DatabaseAnswer answer = question().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            silent.set(false);
            return Optional.of(answer);
        } catch (TimeoutException | ExecutionException e) {
            if (!silent.getAndSet(true)) {
                LOG.warn("The database does not answer the question whether it is ready", e);
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private synchronized FutureTask<DatabaseAnswer> question() {
        FutureTask<DatabaseAnswer> current = question;
        if (current == null || (current.isDone() && System.nanoTime() - askedNanos > KEPT.toNanos())) {
            current = new FutureTask<>(this::read);
            question = current;
            askedNanos = System.nanoTime();
            Thread.ofVirtual().name("freshet-health").start(current);
        }
        return current;
    }

    private DatabaseAnswer read() {
        int version = freshet.database().call(SchemaStore::version);
        return new DatabaseAnswer(
                version, freshet.definitions().findDeploymentInForce().orElse(null));
    }
}
