// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import dev.freshet.audit.AuditStore;
import dev.freshet.cluster.Agent;
import dev.freshet.cluster.DatabaseClock;
import dev.freshet.cluster.NodeLease;
import dev.freshet.cluster.Wakeups;
import dev.freshet.job.JobStore;
import dev.freshet.job.RunControl;
import dev.freshet.job.RunStore;
import dev.freshet.postgres.Database;

/** The part of a node that keeps backfills: what people do, what is read, and what feeds them. */
public final class Backfills implements AutoCloseable {

    private final BackfillStore store = new BackfillStore();
    private final SliceStore slices = new SliceStore();
    private final BackfillControl control;
    private final BackfillFeeder feeder;

    public Backfills(
            Database database,
            DatabaseClock clock,
            NodeLease lease,
            Wakeups wakeups,
            JobStore jobs,
            RunStore runs,
            RunControl runControl,
            AuditStore audit) {
        control = new BackfillControl(database, clock, jobs, runControl, store, slices, audit);
        feeder = new BackfillFeeder(database, lease, wakeups, jobs, runs, store, slices);
    }

    public void start() {
        feeder.start();
    }

    @Override
    public void close() {
        feeder.close();
    }

    public Agent.Vitals vitals() {
        return feeder.vitals();
    }

    public BackfillControl control() {
        return control;
    }

    public BackfillStore store() {
        return store;
    }

    public SliceStore slices() {
        return slices;
    }
}
