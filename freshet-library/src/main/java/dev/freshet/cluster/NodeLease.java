// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cluster;

import dev.freshet.postgres.Database;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's membership: registers, renews, and notices when it was given up.
 *
 * <p>{@link #nodeId()} is empty while the node must not claim anything: before it registered, and as soon as its own
 * monotonic clock says that the lease may have run out, whether or not the database could be asked.
 */
public final class NodeLease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeLease.class);

    /** Long enough for a garbage collection, short enough to be taken over within 15 s. */
    public static final Duration LEASE = Duration.ofSeconds(9);

    private static final Duration RENEW_EVERY = Duration.ofSeconds(2);

    private final Database database;
    private final NodeStore store;
    private final DatabaseClock clock;
    private final String name;
    private final String version;
    private final Agent agent = new Agent("node-lease", this::renew);
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Held held;

    public NodeLease(Database database, NodeStore store, DatabaseClock clock, String name, String version) {
        this.database = database;
        this.store = store;
        this.clock = clock;
        this.name = name;
        this.version = version;
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Registers at once (so that a wrong database shows at the start) and goes on renewing. */
    public void start() {
        register();
        agent.start();
    }

    /** The id under which this node may claim right now; empty while it may not. */
    public OptionalLong nodeId() {
        Held current = held;
        return current != null && System.nanoTime() - current.validUntilNanos < 0
                ? OptionalLong.of(current.id)
                : OptionalLong.empty();
    }

    public Agent.Vitals vitals() {
        return agent.vitals();
    }

    /** Leaves: stops renewing and closes the row, so that nobody has to wait for the lease to run out. */
    @Override
    public void close() {
        agent.stop();
        Held last = held;
        held = null;
        if (last != null) {
            try {
                database.run(session -> store.close(session, last.id, "stopped"));
            } catch (RuntimeException e) {
                LOG.info("The node's row could not be closed; its lease runs out by itself: {}", e.getMessage());
            }
        }
    }

    private Duration renew() {
        Held current = held;
        if (current == null) {
            register();
            return RENEW_EVERY;
        }
        long asked = System.nanoTime();
        boolean renewed = database.call(session -> {
            clock.measure(session);
            return store.renew(session, current.id, LEASE, clock.skew().toMillis());
        });
        if (renewed) {
            held = new Held(current.id, asked + LEASE.toNanos());
            listeners.forEach(listener -> listener.renewed(current.id));
            return RENEW_EVERY;
        }
        held = null;
        LOG.warn(
                "Node {} ({}) lost its lease: others take over what it had claimed; it registers anew",
                current.id,
                name);
        listeners.forEach(listener -> listener.lost(current.id));
        return Duration.ZERO;
    }

    private void register() {
        long asked = System.nanoTime();
        long id = database.call(session -> {
            clock.measure(session);
            return store.register(
                    session, name, version, ProcessHandle.current().pid(), LEASE);
        });
        held = new Held(id, asked + LEASE.toNanos());
        LOG.info("Node {} ({}) joined", id, name);
        listeners.forEach(listener -> listener.renewed(id));
    }

    /** Who must know about this node's lease. Called on the lease's own thread: return quickly. */
    public interface Listener {

        /** The lease holds under this id. */
        void renewed(long nodeId);

        /** The lease under this id is gone: whatever was claimed with it must be dropped. */
        void lost(long nodeId);
    }

    private record Held(long id, long validUntilNanos) {}
}
