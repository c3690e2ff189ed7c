// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Replays real events: the commits of a software project become analyses.
 *
 * <p>An author becomes a user, the main component the target, and the four numbers of a commit (files changed, lines
 * added, lines deleted, binary files) the four metrics; a missing number means that the metric was not measured. Event
 * times are {@code authored_at}, moved so that the last one is the moment of the first replay. A row that cannot be read
 * is reported, kept in {@code replay_rejects} and skipped. A replay is kept as a whole or not at all, and a second one
 * adds only what is new.
 */
public final class CommitReplay {

    private static final String FOLDER = "rails_commit_events";
    private static final String FILE = "commits.csv.gz";
    private static final String SOURCE = FOLDER + "/" + FILE;
    private static final int ROWS_PER_COPY = 5_000;

    private final Path file;

    private CommitReplay(Path file) {
        this.file = file;
    }

    /** The replay of the events that a folder, or its sub-folder {@code rails_commit_events}, holds. */
    public static Optional<CommitReplay> find(Path folder) {
        return Stream.of(folder.resolve(SOURCE), folder.resolve(FILE))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(CommitReplay::new);
    }

    /** As {@link #find}, for a folder that must hold events. */
    public static CommitReplay in(Path folder) {
        return find(folder)
                .orElseThrow(() -> new AudienceException(folder.toAbsolutePath().normalize() + " holds neither "
                        + SOURCE + " nor " + FILE + "; name the folder that holds " + FOLDER
                        + ", or none to have simulated events"));
    }

    /** Reads the file from beginning to end into a database that has the example's schema. */
    public ReplayReport replay(DataSource database, ProgressListener listener) throws SQLException {
        return Transaction.run(database, connection -> {
            VisitStore.lock(connection);
            ReplayStore.begin(connection);
            Count count = stage(connection, listener);
            return finish(connection, count, listener);
        });
    }

    private Count stage(Connection connection, ProgressListener listener) throws SQLException {
        CopyText events = new CopyText();
        CopyText rejects = new CopyText();
        long rows = 0;
        long rejected = 0;
        try (CommitFile commits = CommitFile.open(file)) {
            while (commits.hasNext()) {
                rows++;
                switch (commits.next()) {
                    case CommitRow.Event event -> VisitStore.gather(events, event.analysis());
                    case RejectedRow reject -> {
                        rejected++;
                        rejects.row(reject.line(), reject.reason(), reject.raw());
                        listener.rejected(reject);
                    }
                }
                if (rows % ROWS_PER_COPY == 0) {
                    ReplayStore.stage(connection, events, rejects);
                    report(listener, rows, commits);
                }
            }
            ReplayStore.stage(connection, events, rejects);
            report(listener, rows, commits);
        }
        return new Count(rows, rejected);
    }

    private static ReplayReport finish(Connection connection, Count count, ProgressListener listener)
            throws SQLException {
        long events = count.rows() - count.rejected();
        listener.progress(Progress.of("storing the analyses", 0, 0, events));
        ReplayStore.rememberShift(connection, SOURCE);
        long added = ReplayStore.insertEvents(connection, SOURCE);
        VisitStore.analyze(connection);
        listener.progress(Progress.of("storing the analyses", events, events, events));
        long present = events - added;
        return ReplayStore.findShift(connection, SOURCE)
                .map(shift -> new ReplayReport(
                        count.rows(), added, present, count.rejected(), shift.by(), shift.lastEventAt()))
                .orElseGet(() -> new ReplayReport(count.rows(), 0, 0, count.rejected(), Duration.ZERO, null));
    }

    private static void report(ProgressListener listener, long rows, CommitFile commits) {
        listener.progress(Progress.of("replaying " + FILE, rows, commits.bytesRead(), commits.bytes()));
    }

    private record Count(long rows, long rejected) {}
}
