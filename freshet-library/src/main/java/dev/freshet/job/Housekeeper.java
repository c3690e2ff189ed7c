// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Agent;
import dev.freshet.cluster.NodeStore;
import dev.freshet.definition.RetentionDefinition;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import dev.freshet.schema.History;
import dev.freshet.schema.PartitionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Once an hour, one node after the other: makes partitions ahead and drops history past its retention. */
public final class Housekeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Database database;
    private final PartitionStore partitions = new PartitionStore();
    private final LogStore logs = new LogStore();
    private final NodeStore nodes = new NodeStore();
    private final RunStore runs = new RunStore();
    private final RunStopStore stops = new RunStopStore();
    private final RunItems items;
    private final Supplier<RetentionDefinition> retention;
    private final Agent agent = new Agent("housekeeper", this::keep);
    private volatile @Nullable Instant lastSuccess;

    public Housekeeper(Database database, RunItems items, Supplier<RetentionDefinition> retention) {
        this.database = database;
        this.items = items;
        this.retention = retention;
    }

    public void start() {
        agent.start();
    }

    @Override
    public void close() {
        agent.close();
    }

    /** When this node last did all of it, or null before. */
    public @Nullable Instant lastSuccess() {
        return lastSuccess;
    }

    public Agent.Vitals vitals() {
        return agent.vitals();
    }

    /** Does the work now; what others are at or stand in the way of waits for the next time. */
    public Duration keep() {
        RetentionDefinition keep = retention.get();
        database.run(runs::cancelWhatCannotStart);
        keepLogsOfFailedRuns(keep);
        boolean complete = true;
        // A transaction for each step at each table: whoever reads several at once could deadlock with one for all, and
        // with one that holds the default partition when it asks for the parent (a reader takes them the other way
        // round).
        for (History history : History.values()) {
            complete &= keep(history, session -> partitions.createAhead(session, history));
            complete &= keep(
                    history,
                    session -> partitions
                            .dropOlderThan(session, history, age(keep, history))
                            .forEach(name -> LOG.info("Dropped partition {}: its retention ran out", name)));
        }
        database.run(session -> nodes.deleteOlderThan(session, keep.failed()));
        database.run(session -> stops.pruneCheckpoints(session, keep.failed()));
        complete &= keep(History.ITEM, session -> items.deleteListsOlderThan(session, keep.items()));
        if (complete) {
            lastSuccess = Instant.now();
        }
        return complete ? EVERY : SOON;
    }

    private boolean keep(History history, Consumer<Session> step) {
        try {
            database.transaction(session -> {
                partitions.lock(session);
                step.accept(session);
                return history;
            });
            return true;
        } catch (DatabaseException e) {
            LOG.info("The partitions of {} wait for a quieter moment: {}", history, e.getMessage());
            return false;
        }
    }

    private void keepLogsOfFailedRuns(RetentionDefinition keep) {
        Instant now = Instant.now();
        int kept = database.call(session -> logs.keepFailed(session, now.minus(keep.logs()), now.minus(keep.failed())));
        if (kept > 0) {
            LOG.info("Moved {} log lines of failed runs to longer-lived history", kept);
        }
    }

    private static Duration age(RetentionDefinition keep, History history) {
        return switch (history) {
            case RUN_SUCCEEDED, ATTEMPT_SUCCEEDED -> keep.succeeded();
            case RUN_FAILED, ATTEMPT_FAILED, LOG_FAILED -> keep.failed();
            case LOG_RECENT -> keep.logs();
            case ITEM -> keep.items();
            case CHANGE, CHANGE_COUNT -> keep.changes();
            case ARTIFACT -> keep.artifacts();
            case TICK -> keep.ticks();
            case FRESHNESS -> keep.freshness();
            case REFRESH -> keep.refreshes();
        };
    }
}
