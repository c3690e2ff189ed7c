// SPDX-License-Identifier: Apache-2.0
package dev.freshet.enqueue;

import dev.freshet.cluster.Agent;
import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.DatabaseDefinition;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.ErrorKind;
import dev.freshet.error.FreshetException;
import dev.freshet.job.RunControl;
import dev.freshet.job.RunParameters;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.postgres.Session;
import dev.freshet.schema.SchemaMigrator;
import dev.freshet.schema.SchemaStore;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches what the applications of one database enqueued, and tells that database which jobs there are. */
final class EnqueueIntake implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EnqueueIntake.class);
    private static final Duration POLL = Duration.ofSeconds(10);
    private static final Duration AFTER_FAULT = Duration.ofSeconds(5);
    private static final int AT_ONCE = 100;
    private static final int SLOTS = 1;

    private final DatabaseDefinition definition;
    private final UnaryOperator<String> secrets;
    private final RunControl control;
    private final Supplier<Set<String>> jobs;
    private final EnqueueStore store = new EnqueueStore();
    private final Agent agent;
    private volatile @Nullable Database database;
    private volatile @Nullable Wakeups wakeups;
    private volatile @Nullable String fault;
    private volatile boolean jobsChanged = true;

    EnqueueIntake(
            DatabaseDefinition definition,
            UnaryOperator<String> secrets,
            RunControl control,
            Supplier<Set<String>> jobs) {
        this.definition = definition;
        this.secrets = secrets;
        this.control = control;
        this.jobs = jobs;
        this.agent = new Agent("enqueue-" + definition.name(), this::work);
    }

    void start() {
        agent.start();
    }

    @Override
    public void close() {
        agent.close();
        disconnect();
    }

    DatabaseDefinition definition() {
        return definition;
    }

    Agent.Vitals vitals() {
        return agent.vitals();
    }

    /** The jobs may be others now. */
    void jobsChanged() {
        jobsChanged = true;
        agent.wake();
    }

    TargetState state() {
        Database open = database;
        if (open == null) {
            return new TargetState(definition.name(), definition.url(), fault, null);
        }
        String url = DatabaseUrl.parse(secrets.apply(definition.url())).toString();
        try {
            return new TargetState(definition.name(), url, fault, open.call(store::count));
        } catch (FreshetException e) {
            return new TargetState(definition.name(), url, e.getMessage(), null);
        }
    }

    private Duration work() {
        try {
            Database open = connected();
            if (jobsChanged) {
                jobsChanged = false;
                tellJobs(open);
            }
            int fetched = open.transaction(this::fetch);
            recovered();
            return fetched == AT_ONCE ? Duration.ZERO : POLL;
        } catch (FreshetException e) {
            jobsChanged = true;
            faulty(e);
            return AFTER_FAULT;
        }
    }

    private void tellJobs(Database open) {
        Set<String> names = jobs.get();
        open.transaction(session -> {
            store.tellJobs(session, names);
            return names;
        });
    }

    /**
     * The run first, in a transaction of the home; then the row goes. What dies in between leaves a row whose run is there
     * already, found by the row's id. What cannot be run is refused by itself, and what only this node cannot run is left to
     * others.
     */
    private int fetch(Session session) {
        int settled = 0;
        for (Enqueued enqueued : store.fetch(session, AT_ONCE)) {
            try {
                control.enqueue(
                        enqueued.job(),
                        RunParameters.read(enqueued.parameters()),
                        enqueued.actor() + "@" + definition.name(),
                        "enqueued " + enqueued.id());
                store.delete(session, enqueued.id());
                settled++;
            } catch (FreshetException e) {
                settled += refused(session, enqueued, e) ? 1 : 0;
            }
        }
        return settled;
    }

    private boolean refused(Session session, Enqueued enqueued, FreshetException e) {
        // A neighbour of another version may know what this one cannot read.
        boolean forOthers = e.code() == ErrorCode.INTERNAL;
        if (!forOthers && e.code().kind() != ErrorKind.USER && e.code() != ErrorCode.JOB_NOT_FOUND) {
            throw e;
        }
        LOG.warn(
                "What {} enqueued in database {} cannot be run: {}",
                enqueued.actor(),
                definition.name(),
                e.getMessage());
        if (!forOthers) {
            store.refuse(session, enqueued.id(), String.valueOf(e.getMessage()));
        }
        return !forOthers;
    }

    private Database connected() {
        Database open = database;
        if (open != null) {
            return open;
        }
        DatabaseUrl url = DatabaseUrl.parse(secrets.apply(definition.url()));
        open = Database.open(url, url, SLOTS);
        try {
            prepare(open, url);
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
        Wakeups listening = new Wakeups(open);
        listening.subscribe(message -> agent.wake());
        listening.start();
        wakeups = listening;
        database = open;
        return open;
    }

    private void prepare(Database open, DatabaseUrl url) {
        if (open.call(SchemaStore::isHome)) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Database " + definition.name() + " (" + url + ") is the home of a Freshet: applications there"
                            + " can call freshet.enqueue already. Remove it from section 'databases'.");
        }
        try {
            SchemaMigrator.migrateTarget(open);
        } catch (RuntimeException e) {
            throw new FreshetException(
                    ErrorCode.DATABASE_UNREACHABLE,
                    "Schema freshet of database " + definition.name() + " cannot be made: " + e.getMessage(),
                    e);
        }
    }

    private void disconnect() {
        Wakeups listening = wakeups;
        if (listening != null) {
            listening.close();
        }
        Database open = database;
        if (open != null) {
            open.close();
        }
    }

    private void faulty(FreshetException e) {
        if (fault == null) {
            LOG.warn(
                    "Database {} cannot be asked for enqueued runs; they wait there until it can: {}",
                    definition.name(),
                    e.getMessage());
        }
        fault = e.getMessage();
    }

    private void recovered() {
        if (fault != null) {
            LOG.info("Database {} answers again", definition.name());
        }
        fault = null;
    }
}
