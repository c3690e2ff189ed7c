// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.artifact.Artifact;
import dev.freshet.artifact.ArtifactPolicy;
import dev.freshet.artifact.AttemptArtifacts;
import dev.freshet.artifact.NewArtifact;
import dev.freshet.definition.JobDefinition;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One attempt while this node carries it out: its sessions, its log, and what was asked of it meanwhile. */
final class RunExecution implements RunContext {

    private final Database database;
    private final RunStore store;
    private final RunStopStore stops = new RunStopStore();
    private final List<RunListener> listeners;
    private final RunReview review;
    private final RunEvidence evidence;
    private final CheckpointReview checkpoints;
    private final Run run;
    private final JobDefinition job;
    private final long attemptId;
    private final long nodeId;
    private final BufferedRunLog log;
    private final AttemptArtifacts artifacts;
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final long startedNanos = System.nanoTime();
    private volatile @Nullable Session main;
    private final Slowness slowness = new Slowness();
    private final AttemptProgress progress;
    private volatile @Nullable End requestedEnd;
    private volatile @Nullable Stop requestedStop;
    private final CountDownLatch recorded = new CountDownLatch(1);
    private @Nullable Thread thread;
    private final AtomicBoolean workDone = new AtomicBoolean();
    private volatile long workedSinceNanos = startedNanos;

    RunExecution(
            Database database,
            RunStore store,
            List<RunListener> listeners,
            RunReview review,
            Run run,
            JobDefinition job,
            long attemptId,
            long nodeId,
            BufferedRunLog log) {
        this.database = database;
        this.store = store;
        this.listeners = listeners;
        this.review = review;
        this.run = run;
        this.job = job;
        this.attemptId = attemptId;
        this.nodeId = nodeId;
        this.log = log;
        progress = new AttemptProgress(store, run.id(), attemptId);
        evidence = new RunEvidence(run.id(), attemptId);
        checkpoints = new CheckpointReview(database, review, evidence, run, job);
        artifacts = new AttemptArtifacts(ArtifactPolicy.DEFAULT, run.id(), run.attempt(), attemptId);
    }

    /** Why an attempt is being ended before its work is done. */
    enum End {
        /** Somebody asked. */
        CANCEL,
        /** The run's timeout ran out. */
        TIMEOUT,
        /** The node leaves, and the work did not come to a checkpoint in time. */
        LEAVING,
        /** The node lost its lease: others have taken over. */
        FENCED
    }

    /** Why an attempt is asked to end at its next checkpoint. */
    enum Stop {
        /** The node is about to leave: the same run goes on elsewhere. */
        LEAVING,
        /** Somebody asked. */
        ASKED
    }

    @Override
    public Run run() {
        return run;
    }

    @Override
    public JobDefinition job() {
        return job;
    }

    @Override
    public long attemptId() {
        return attemptId;
    }

    @Override
    public long nodeId() {
        return nodeId;
    }

    @Override
    public Session session() {
        Session open = main;
        if (open == null) {
            open = openSession();
            main = open;
        }
        return open;
    }

    @Override
    public Session openSession() {
        Session session = database.openDirect();
        try {
            session.execute(SessionSettings.of(run, attemptId, job));
            if (requestedEnd == End.FENCED || !store.enter(session, attemptId, nodeId)) {
                throw fenced();
            }
            evidence.cost().entered(session);
            sessions.add(session);
            refuseWhenAskedToEnd();
            return session;
        } catch (RuntimeException e) {
            session.abandon();
            throw e;
        }
    }

    /** Looks after the lock is held: from then on whoever asks for an early end finds the session by it. */
    private void refuseWhenAskedToEnd() {
        if (requestedEnd != null) {
            throw new FreshetException(
                    ErrorCode.ILLEGAL_TRANSITION,
                    "Run " + run.id() + " was asked to end (" + requestedEnd + ") before this part of its work began");
        }
    }

    @Override
    public RunLog log() {
        return log;
    }

    @Override
    public void metric(String name, Number value) {
        evidence.metric(name, value);
    }

    @Override
    public void progress(long done, long total, @Nullable String note) {
        progress.tell(done, total, note);
    }

    @Override
    public Artifact keep(NewArtifact file) {
        return database.transaction(session -> keep(session, file));
    }

    @Override
    public Artifact keep(Session session, NewArtifact file) {
        Artifact artifact = artifacts.keep(session, file);
        if (!artifact.isKept()) {
            log.warn("Artifact " + artifact.name() + " of " + artifact.size() + " bytes is not kept: it is "
                    + artifact.leftOut());
        }
        return artifact;
    }

    @Override
    public boolean isCancelRequested() {
        return requestedEnd != null;
    }

    @Override
    public boolean isStopRequested() {
        return requestedStop != null || checkpoints.endsWork(this);
    }

    @Override
    public @Nullable String checkpoint() {
        return database.call(session -> stops.findCheckpoint(session, run.id())).orElse(null);
    }

    @Override
    public void saveCheckpoint(Session session, String json) {
        if (!stops.saveCheckpoint(session, run.id(), attemptId, json)) {
            throw fenced();
        }
    }

    @Override
    public void recordItemsListed(Session session) {
        if (!stops.recordItemsListed(session, attemptId)) {
            throw fenced();
        }
    }

    @Override
    public boolean isEndedForGood() {
        End end = requestedEnd;
        return end == End.CANCEL || end == End.TIMEOUT;
    }

    @Override
    public void recordSuccess(Session session, @Nullable Long rowsAffected) {
        evidence.cost().workDone(session);
        // The work may have taken on another role, which has no right to Freshet's tables.
        session.execute("RESET ROLE");
        judge(session, true);
        evidence.write(session, null);
        if (!store.succeed(session, attemptId, rowsAffected)) {
            throw fenced();
        }
        listeners.forEach(listener -> listener.runSucceeded(session, run));
    }

    /** Prepares what the review needs before the work. */
    void beginReview() {
        review.begins(this);
    }

    /**
     * Looks at the work before its success is recorded.
     *
     * @throws FreshetException REFUSED when it must not be
     */
    void judge(Session session, boolean inTransaction) {
        evidence.cost().workDone(session);
        Judgement judgement = review.judge(this, session, inTransaction);
        evidence.found(judgement);
        RunError refusal = judgement.refusal();
        if (refusal != null) {
            throw new FreshetException(ErrorCode.REFUSED, refusal.message());
        }
    }

    /** Takes down metrics and checks of work that has failed for good, without judging it by them. */
    void take(Session session) {
        evidence.cost().workDone(session);
        Judgement judgement = review.judge(this, session, false);
        evidence.found(new Judgement(judgement.metrics(), judgement.checks(), null, false, Judgement.NONE.keeping()));
    }

    Slowness slowness() {
        return slowness;
    }

    RunEvidence evidence() {
        return evidence;
    }

    BufferedRunLog buffer() {
        return log;
    }

    long ageNanos() {
        return System.nanoTime() - startedNanos;
    }

    /** The thread that works, so that an end can interrupt it. */
    synchronized void worksOn(Thread worker) {
        workedSinceNanos = System.nanoTime();
        thread = worker;
    }

    /** From here on nobody interrupts the thread: it records the end. */
    synchronized void stopsWorking() {
        thread = null;
    }

    /** Its work is done and its sessions are given back; what is left is to record the end. True the first time. */
    boolean workIsDone() {
        return workDone.compareAndSet(false, true);
    }

    /** How long it has been at work, without its wait for a slot. */
    Duration worked() {
        return Duration.ofNanos(System.nanoTime() - workedSinceNanos);
    }

    boolean isWorkDone() {
        return workDone.get();
    }

    @Nullable
    End requestedEnd() {
        return requestedEnd;
    }

    /** Whether the node's leave is all that asked the work to stop. */
    boolean isLeaving() {
        return requestedStop == Stop.LEAVING;
    }

    /** Asks for an end at the next checkpoint; what people ask for counts more. Returns whether this is news. */
    synchronized boolean requestStop(Stop stop) {
        boolean news = requestedStop == null || stop.compareTo(requestedStop) > 0;
        if (news) {
            requestedStop = stop;
        }
        return news;
    }

    /** Asks for an early end; the first reason stays, save for a lost lease. Returns whether this was the first. */
    synchronized boolean requestEnd(End end) {
        boolean first = requestedEnd == null;
        if (first || end == End.FENCED) {
            requestedEnd = end;
        }
        return first;
    }

    synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    void flushProgress(Session session) {
        progress.flush(session);
    }

    /** The attempt's end is recorded (or given up). */
    void ended() {
        recorded.countDown();
    }

    /** Waits for the attempt's end; false when it did not come within the time. */
    boolean awaitEnd(Duration within) throws InterruptedException {
        return recorded.await(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean hasNews() {
        return progress.hasNews() || log.hasPending();
    }

    /** Gives the sessions back, or throws them away where they cannot be trusted to be idle. */
    void closeSessions(boolean clean) {
        for (Session session : sessions) {
            if (clean) {
                giveBack(session);
            } else {
                if (requestedEnd == null) {
                    measure(session);
                }
                session.abandon();
            }
        }
        sessions.clear();
    }

    /** Throws every session away at once, from another thread: whatever they do, its answer is not wanted. */
    void abandonSessions() {
        sessions.forEach(Session::abandon);
    }

    private void giveBack(Session session) {
        try {
            evidence.cost().leaves(session);
            session.execute(SessionSettings.RELEASE);
            session.close();
        } catch (RuntimeException e) {
            session.abandon();
        }
    }

    /** What a failed attempt's session did, where it still answers. */
    private void measure(Session session) {
        try {
            session.rollback();
            evidence.cost().leaves(session);
        } catch (RuntimeException e) {
            log.log(LogLevel.DEBUG, "What a session cost is not known: " + e.getMessage());
        }
    }

    private FreshetException fenced() {
        return new FreshetException(
                ErrorCode.FENCED,
                "Attempt " + attemptId + " of run " + run.id() + " is not in charge any more: it was ended by somebody"
                        + " else or its node lost its lease. Nothing of it is kept.");
    }
}
