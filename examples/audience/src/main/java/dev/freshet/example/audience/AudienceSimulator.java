// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * An audience that does not exist: users of an analytics app, their analyses, sessions, cached profiles and requests.
 *
 * <p>The same options write the same rows, whatever the machine.
 */
public final class AudienceSimulator {

    private static final int ROWS_PER_COPY = 5_000;
    private static final int TRACES_PER_BATCH = 500;
    /** Sessions, caches and request counts are kept for the end of history only: an app has cleaned up the rest. */
    private static final Duration TRACES = Duration.ofHours(30);

    private final AudienceOptions options;
    private final Population population;

    public AudienceSimulator(AudienceOptions options) {
        this.options = options;
        this.population = new Population(options.seed(), options.users());
    }

    /**
     * Fills an empty database with history, all of it or nothing.
     *
     * @return the number of analyses written; 0 when {@code timeline_analyses} already has rows
     */
    public long fillHistory(DataSource database, ProgressListener listener) throws SQLException {
        return Transaction.run(database, connection -> {
            VisitStore.lock(connection);
            return VisitStore.isEmpty(connection) ? fill(connection, listener) : 0L;
        });
    }

    /** Goes on producing visits at their time until the answer is closed. */
    public LiveTraffic startLive(DataSource database, InstantSource clock) {
        Instant start = clock.instant();
        LiveTraffic live = new LiveTraffic(database, visits(start, options.liveEventsPerMinute() / 60), clock);
        live.start();
        return live;
    }

    private long fill(Connection connection, ProgressListener listener) throws SQLException {
        if (options.analyses() == 0) {
            return 0;
        }
        Instant begin = options.start().minus(options.history());
        Instant tracesFrom = options.start().minus(TRACES);
        VisitSequence sequence =
                visits(begin, (double) options.analyses() / options.history().toSeconds());
        CopyText rows = new CopyText();
        List<Visit> traces = new ArrayList<>();
        long written = 0;
        for (Visit visit = sequence.next(); visit.at().isBefore(options.start()); visit = sequence.next()) {
            VisitStore.gather(rows, visit.analysis());
            written++;
            if (!visit.at().isBefore(tracesFrom)) {
                traces.add(visit);
            }
            if (rows.rows() == ROWS_PER_COPY) {
                VisitStore.copyAnalyses(connection, rows);
                report(listener, written, begin, visit.at());
            }
            if (traces.size() == TRACES_PER_BATCH) {
                VisitStore.insertTraces(connection, traces);
                traces.clear();
            }
        }
        VisitStore.copyAnalyses(connection, rows);
        VisitStore.insertTraces(connection, traces);
        VisitStore.analyze(connection);
        report(listener, written, begin, options.start());
        return written;
    }

    private void report(ProgressListener listener, long written, Instant begin, Instant reached) {
        long done = Duration.between(begin, reached).toSeconds();
        listener.progress(Progress.of(
                "simulating history", written, done, options.history().toSeconds()));
    }

    private VisitSequence visits(Instant start, double perSecond) {
        return new VisitSequence(population, options.seed(), start, perSecond);
    }
}
