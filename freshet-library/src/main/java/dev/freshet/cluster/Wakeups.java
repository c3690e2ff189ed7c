// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cluster;

import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Notification;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How nodes wake each other: {@code LISTEN} on channel {@code freshet}.
 *
 * <p>A message says what may have changed ({@code run}, {@code definitions}, {@code cancel:17}, {@code log:17}, …) and
 * is never needed: whoever is woken looks into the tables, and looks there now and then anyway. After a lost connection
 * {@link #RESYNC} tells every subscriber that messages may have been missed.
 */
public final class Wakeups implements AutoCloseable {

    /** Messages may have been missed: look at everything. */
    public static final String RESYNC = "resync";

    /** A run was queued or became claimable. */
    public static final String RUN = "run";

    /** Definitions or the operational state of jobs changed. */
    public static final String DEFINITIONS = "definitions";

    /** A run was claimed by a node. */
    public static final String STARTED = "started";

    /** A view began or ended to be refreshed. */
    public static final String REFRESH = "refresh";

    /** How fresh some view stands against its promise changed. */
    public static final String FRESHNESS = "freshness";

    /** A backfill was started, acted on, or has come further. */
    public static final String BACKFILL = "backfill";

    /** An alert opened or resolved, or a silence began or ended. */
    public static final String ALERT = "alert";

    /** A message about an alert was delivered, or was not. */
    public static final String TOLD = "told";

    /** Followed by a run's id: it has ended. */
    public static final String ENDED = "ended:";

    /** Followed by a run's id: its log has grown. */
    public static final String LOG_GREW = "log:";

    /** Followed by a run's id: its progress has changed. */
    public static final String PROGRESS = "progress:";

    private static final Logger LOG = LoggerFactory.getLogger(Wakeups.class);
    private static final String NOTIFY = "SELECT pg_notify('freshet', :message)";
    private static final Duration POLL = Duration.ofSeconds(20);

    private final Database database;
    private final List<Consumer<String>> subscribers = new CopyOnWriteArrayList<>();
    private final Agent agent = new Agent("wakeups", this::listen);
    private final Outbox outbox;
    private volatile @Nullable Session session;
    private volatile boolean listening;
    private volatile boolean closed;

    public Wakeups(Database database) {
        this.database = database;
        outbox = new Outbox(database);
    }

    /** Sends a message when the session's transaction commits. */
    public static void send(Session session, String message) {
        session.query(NOTIFY).bind("message", message).list(row -> message);
    }

    /**
     * Sends a message soon, for what is committed already. PostgreSQL commits transactions that send one after the other,
     * so those of a busy node had better not: what came meanwhile is sent together, in a transaction that waits for no disk.
     */
    public void sendSoon(Collection<String> messages) {
        outbox.add(messages);
    }

    /** Tells the subscribers of this node at once, without the way through the database, and the other nodes soon. */
    public void tell(String message) {
        publish(message);
        sendSoon(List.of(message));
    }

    /** Calls the subscriber for each message, on the listening thread: it must only wake somebody. */
    public Subscription subscribe(Consumer<String> subscriber) {
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    public void start() {
        agent.start();
        outbox.start();
    }

    @Override
    public void close() {
        outbox.close();
        closed = true;
        Session open = session;
        if (open != null) {
            open.abandon();
        }
        agent.stop();
    }

    /** Whether messages arrive right now; where they do not, nodes find their work by looking for it. */
    public boolean isListening() {
        return listening;
    }

    public Agent.Vitals vitals() {
        return agent.vitals();
    }

    private Duration listen() {
        Session open = database.openDirect();
        session = open;
        try {
            open.execute("SET application_name = 'freshet wakeups'; LISTEN freshet");
            listening = true;
            publish(RESYNC);
            while (!closed) {
                List<Notification> received = open.notifications(POLL);
                received.forEach(notification -> publish(notification.payload()));
                if (received.isEmpty() && !open.isAlive()) {
                    break;
                }
            }
        } catch (DatabaseException e) {
            if (!closed) {
                LOG.info("Listening was interrupted and starts again: {}", e.getMessage());
            }
        } finally {
            listening = false;
            session = null;
            // Never back to the pool: it still listens.
            open.abandon();
        }
        return closed ? Duration.ZERO : Duration.ofMillis(500);
    }

    private void publish(String message) {
        for (Consumer<String> subscriber : subscribers) {
            subscriber.accept(message);
        }
    }

    /** Ends a subscription when closed. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
