// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.cluster.Agent;
import dev.freshet.cluster.DatabaseClock;
import dev.freshet.cluster.NodeLease;
import dev.freshet.cluster.NodeStore;
import dev.freshet.cluster.Wakeups;
import dev.freshet.event.NodeObserver;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of a node that carries runs out: claimer, runner, pulse and rescuer, wired. */
public final class RunEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunEngine.class);
    /** So long what was claimed beyond the slots waits before it goes back to the queue. */
    private static final Duration AHEAD_AT_MOST = Duration.ofMillis(500);

    private final Database database;
    private final RunStore store = new RunStore();
    private final RunStopStore stops = new RunStopStore();
    private final RunQueries queries = new RunQueries();
    private final LogStore logs = new LogStore();
    private final List<RunListener> runListeners;
    private final RunReview review;
    private final DatabaseClock clock;
    private final RunExecutions executions;
    private final AttemptRunner runner;
    private final RunClaimer claimer;
    private final RunPulse pulse;
    private final RunRescuer rescuer;
    private final Wakeups wakeups;
    private final RunBatchStore batches = new RunBatchStore();
    private final int slots;
    private final Semaphore places;
    private final Set<RunExecution> placed = ConcurrentHashMap.newKeySet();
    private final Duration drain;

    /**
     * @param handlers for job types beside {@code sql} and {@code procedure}, by type
     * @param slots how many runs this node carries out at once
     * @param drain how long a stopping node waits for what runs
     */
    public RunEngine(
            Database database,
            DatabaseClock clock,
            NodeLease lease,
            Wakeups wakeups,
            JobStore jobs,
            Map<String, JobHandler> handlers,
            List<RunListener> runListeners,
            List<AttemptListener> attemptListeners,
            RunReview review,
            NodeObserver observer,
            int slots,
            Duration drain) {
        this.database = database;
        this.clock = clock;
        this.drain = drain;
        this.wakeups = wakeups;
        this.slots = slots;
        this.runListeners = List.copyOf(runListeners);
        this.review = review;
        RandomGenerator random = RandomGenerator.getDefault();
        NoticeWatch notices = new NoticeWatch();
        BackendEnder backends = new BackendEnder(database, store);
        executions = new RunExecutions(backends);
        RunEnder ender = new RunEnder(database, store, logs, this.runListeners, wakeups);
        places = new Semaphore(slots, true);
        QuickJobs quickJobs = new QuickJobs();
        runner = new AttemptRunner(
                database,
                store,
                ender,
                allHandlers(handlers, notices),
                random,
                observer,
                clock,
                done -> slotFreed(quickJobs, done));
        claimer = new RunClaimer(database, store, quickJobs, lease, wakeups, clock, executions, this::start, slots);
        pulse = new RunPulse(database, executions, notices, new RunWatch(database, observer));
        rescuer = new RunRescuer(
                database,
                new NodeStore(),
                store,
                queries,
                logs,
                jobs,
                backends,
                List.copyOf(attemptListeners),
                random,
                lease,
                executions,
                observer);
        wakeups.subscribe(this::woken);
        lease.addListener(new LeaseListener());
    }

    public void start() {
        claimer.agent().start();
        pulse.agent().start();
        rescuer.agent().start();
    }

    /**
     * Stops claiming, and asks what runs to end at a checkpoint: what does within the drain time is queued again and goes on
     * from there. The rest is cancelled, and queued again where its retries allow it.
     */
    @Override
    public void close() {
        claimer.agent().close();
        rescuer.agent().close();
        executions.leave(drain);
        pulse.agent().close();
    }

    public List<Agent.Vitals> vitals() {
        return List.of(
                claimer.agent().vitals(),
                pulse.agent().vitals(),
                rescuer.agent().vitals());
    }

    /** How many runs this node carries out right now. */
    public int runningCount() {
        return Math.min(executions.size(), slots);
    }

    private void start(RunClaimer.Claimed claimed, long nodeId) {
        BufferedRunLog log = new BufferedRunLog(logs, clock, claimed.run(), claimed.attemptId());
        RunExecution execution = new RunExecution(
                database, store, runListeners, review, claimed.run(), claimed.job(), claimed.attemptId(), nodeId, log);
        executions.add(execution);
        pulse.begun();
        Thread.ofVirtual().name("freshet-run-" + claimed.run().id()).start(() -> {
            try {
                if (begins(execution)) {
                    runner.run(execution);
                }
            } finally {
                leavePlace(execution);
                executions.remove(execution);
                claimer.slotFreed();
            }
        });
    }

    /**
     * Waits for a place where more was claimed than there are slots; false when that took too long and the run went back,
     * or others have taken it over. What is asked to end has nothing to do but that, and needs none.
     */
    private boolean begins(RunExecution execution) {
        while (execution.requestedEnd() == null) {
            try {
                if (places.tryAcquire(AHEAD_AT_MOST.toMillis(), TimeUnit.MILLISECONDS)) {
                    placed.add(execution);
                    break;
                }
                if (database.call(session -> batches.giveBack(session, execution.attemptId()))) {
                    wakeups.tell(Wakeups.RUN);
                    return false;
                }
            } catch (InterruptedException | DatabaseException e) {
                LOG.debug("Run {} waits for a slot", execution.run().id(), e);
            }
        }
        return execution.requestedEnd() != RunExecution.End.FENCED;
    }

    private void leavePlace(RunExecution execution) {
        if (placed.remove(execution)) {
            places.release();
        }
    }

    private void slotFreed(QuickJobs quickJobs, RunExecution execution) {
        executions.workDone(execution);
        leavePlace(execution);
        quickJobs.ended(execution.job(), execution.worked());
        claimer.slotFreed();
    }

    private void woken(String message) {
        if (message.equals(Wakeups.RUN)) {
            claimer.agent().wake();
        } else if (message.equals(Wakeups.DEFINITIONS) || message.equals(Wakeups.RESYNC)) {
            claimer.definitionsChanged();
        } else if (message.startsWith(RunControl.CANCEL)) {
            executions.end(Long.parseLong(message.substring(RunControl.CANCEL.length())), RunExecution.End.CANCEL);
        } else if (message.startsWith(RunControl.STOP)) {
            executions.stop(Long.parseLong(message.substring(RunControl.STOP.length())), RunExecution.Stop.ASKED);
        }
    }

    private static Map<String, JobHandler> allHandlers(Map<String, JobHandler> handlers, NoticeWatch notices) {
        Map<String, JobHandler> all = new HashMap<>(handlers);
        SqlHandler sql = new SqlHandler(notices);
        all.put("sql", sql);
        all.put("procedure", sql);
        return all;
    }

    private final class LeaseListener implements NodeLease.Listener {
        @Override
        public void renewed(long nodeId) {
            // The wake-up may have been missed: the table is what counts.
            if (executions.size() > 0) {
                database.call(session -> queries.listCancelRequests(session, nodeId))
                        .forEach(attempt -> executions.end(attempt, RunExecution.End.CANCEL));
                database.call(session -> stops.listRequests(session, nodeId))
                        .forEach(attempt -> executions.stop(attempt, RunExecution.Stop.ASKED));
            }
        }

        @Override
        public void lost(long nodeId) {
            executions.fence(nodeId);
        }
    }
}
