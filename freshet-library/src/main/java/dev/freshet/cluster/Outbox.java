// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cluster;

import dev.freshet.postgres.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Messages about what is committed, sent together; each once, however often it was added meanwhile. */
final class Outbox implements AutoCloseable {

    private static final String NOTIFY_ALL = "SELECT pg_notify('freshet', m) FROM unnest(:messages::text[]) AS m";
    private static final Duration UNTIL_WOKEN = Duration.ofMinutes(10);
    /** What is beyond is lost, as a message may be: when the database is away, nobody could read it. */
    private static final int LIMIT = 10_000;

    private final Database database;
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Agent agent = new Agent("outbox", this::send);

    Outbox(Database database) {
        this.database = database;
    }

    void start() {
        agent.start();
    }

    void add(Collection<String> messages) {
        synchronized (waiting) {
            waiting.addAll(messages);
        }
        agent.wake();
    }

    private Duration send() {
        List<String> messages;
        synchronized (waiting) {
            messages = List.copyOf(waiting);
            waiting.clear();
        }
        if (!messages.isEmpty()) {
            try {
                database.run(session ->
                        session.query(NOTIFY_ALL).bind("messages", messages).list(row -> true));
            } catch (RuntimeException e) {
                takeBack(messages);
                throw e;
            }
        }
        return UNTIL_WOKEN;
    }

    private void takeBack(List<String> messages) {
        synchronized (waiting) {
            if (waiting.size() < LIMIT) {
                waiting.addAll(messages);
            }
        }
    }

    /** Sends what waits, if the database takes it. */
    @Override
    public void close() {
        agent.close();
        send();
    }
}
