// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The example, ready to be looked at: a database with its schema and its events.
 *
 * <p>{@link #prepare} may be called at every start: it creates what is missing and adds nothing twice.
 */
public final class AudienceDemo {

    private final DataSource database;
    private final AudienceSimulator simulator;
    private final long simulated;
    private final Optional<ReplayReport> replay;

    private AudienceDemo(
            DataSource database, AudienceSimulator simulator, long simulated, Optional<ReplayReport> replay) {
        this.database = database;
        this.simulator = simulator;
        this.simulated = simulated;
        this.replay = replay;
    }

    /**
     * Creates the schema, and fills it with real events where the options name a folder of them, else with simulated
     * history where it is empty.
     *
     * @throws AudienceException where the database, or the folder, does not let it
     */
    public static AudienceDemo prepare(DataSource database, AudienceOptions options, ProgressListener listener) {
        Optional<CommitReplay> commits = Optional.ofNullable(options.data()).map(CommitReplay::in);
        AudienceSimulator simulator = new AudienceSimulator(options);
        try {
            AudienceSchema.create(database);
            if (commits.isPresent()) {
                ReplayReport report = commits.get().replay(database, listener);
                return new AudienceDemo(database, simulator, 0, Optional.of(report));
            }
            long simulated = simulator.fillHistory(database, listener);
            return new AudienceDemo(database, simulator, simulated, Optional.empty());
        } catch (SQLException e) {
            throw new AudienceException(
                    "The audience example could not be prepared: " + e.getMessage()
                            + ". It needs a PostgreSQL 14 or later where its user may create tables in the first schema"
                            + " of the search path",
                    e);
        }
    }

    /** As {@link #prepare(DataSource, AudienceOptions, ProgressListener)}, connecting anew for each step. */
    public static AudienceDemo prepare(String jdbcUrl, AudienceOptions options, ProgressListener listener) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(jdbcUrl);
        return prepare(database, options, listener);
    }

    /** The text of the example's {@code freshet.yaml}. */
    public static String definitions() {
        return AudienceSchema.definitions();
    }

    /** How many analyses {@link #prepare} simulated; 0 where there were some already. */
    public long simulated() {
        return simulated;
    }

    /** What the replay did, where there was one. */
    public Optional<ReplayReport> replay() {
        return replay;
    }

    /** Lets users come and go until the answer is closed, so that the views have something to catch up with. */
    public LiveTraffic startLive() {
        return simulator.startLive(database, InstantSource.system());
    }
}
