// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.ViewDefinition;
import dev.freshet.job.RunError;
import dev.freshet.job.RunLog;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The locks that one refresh of a view waited for in vain: counted, told with who was in the way, and given up in the end. */
final class LockWaits {

    private final Database home;
    private final RefreshStore refreshes;
    private final ViewStore views;
    private final Session session;
    private final long refreshId;
    private final ViewDefinition definition;
    private final RunLog log;
    private final LockPatience patience;
    private int count;

    LockWaits(
            Database home,
            RefreshStore refreshes,
            ViewStore views,
            Session session,
            long refreshId,
            ViewDefinition definition,
            RunLog log) {
        this.home = home;
        this.refreshes = refreshes;
        this.views = views;
        this.session = session;
        this.refreshId = refreshId;
        this.definition = definition;
        this.log = log;
        this.patience = LockPatience.of(definition);
    }

    /**
     * Does what may wait for a lock.
     *
     * @throws ExhaustedException for a lock timeout, when it was the last try
     * @throws DatabaseException for a lock timeout before, and for whatever else went wrong
     */
    <T> T during(Supplier<T> work) {
        BlockerWatch watch = new BlockerWatch(home, views, session.backendPid(), patience.lookEvery());
        try (watch) {
            return work.get();
        } catch (DatabaseException e) {
            if (e.error().isLockTimeout()) {
                watch.close();
                String blockers = RefreshErrors.blockers(watch.seen());
                count(RefreshErrors.lockTimeout(e, definition, count + 1, blockers), blockers);
            }
            throw e;
        }
    }

    /**
     * Counts that another refresh holds the view.
     *
     * @throws ExhaustedException when it was the last try
     */
    void countBusy(Optional<Integer> holder) {
        String who = holder.map(pid -> "pid " + pid).orElse("somebody who has just ended");
        count(
                new RunError(
                        "55P03",
                        "%s is being refreshed by %s; found so %d times".formatted(definition.name(), who, count + 1),
                        null,
                        null,
                        null,
                        "Wait for that refresh, or end it."),
                "another refresh: " + who);
    }

    /** Waits until the next try is due. */
    void pause() {
        patience.pause(Math.max(1, count));
    }

    private void count(RunError error, @Nullable String blockers) {
        count++;
        int waits = count;
        home.run(audit -> refreshes.countLockWait(audit, refreshId, waits, blockers));
        if (waits > patience.retries()) {
            throw new ExhaustedException(error);
        }
        log.warn(error.message());
    }

    /** The last try waited in vain, too. */
    static final class ExhaustedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient RunError error;

        ExhaustedException(RunError error) {
            super(error.message());
            this.error = error;
        }

        RunError error() {
            return error;
        }
    }
}
