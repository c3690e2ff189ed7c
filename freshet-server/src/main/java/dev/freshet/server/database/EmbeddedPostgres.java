// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.database;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.postgres.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running embedded PostgreSQL of one home folder. Close it as the very last thing. */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final int TRIES_TO_FIND_A_PORT = 5;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final DatabaseFolder folder;
    private final Binaries binaries;
    private final FolderLock lock;
    private final Postmaster postmaster;
    private final DatabaseUrl url;

    private EmbeddedPostgres(
            DatabaseFolder folder, Binaries binaries, FolderLock lock, Postmaster postmaster, DatabaseUrl url) {
        this.folder = folder;
        this.binaries = binaries;
        this.lock = lock;
        this.postmaster = postmaster;
        this.url = url;
    }

    /**
     * Starts it, after unpacking and creating what is missing and stopping what an earlier service left running.
     *
     * @param home kept between starts
     * @param port of its own, or null for any that is free
     * @throws FreshetException EMBEDDED_DATABASE with what to do
     */
    public static EmbeddedPostgres start(Path home, @Nullable Integer port) {
        return start(home, home.resolve("cache"), port);
    }

    /** As {@link #start(Path, Integer)}, with the unpacked programs elsewhere. */
    static EmbeddedPostgres start(Path home, Path cache, @Nullable Integer port) {
        DatabaseFolder folder = DatabaseFolder.in(home);
        FolderLock lock = FolderLock.take(folder.lockFile());
        try {
            Binaries binaries = Binaries.unpack(cache);
            folder.createData(binaries);
            StalePostmaster.clear(folder, binaries);
            Postmaster postmaster = startOnPort(folder, binaries, port);
            DatabaseUrl url = new DatabaseUrl(
                    "127.0.0.1", postmaster.port(), "freshet", DatabaseFolder.USER, folder.password(), Map.of());
            EmbeddedPostgres started = new EmbeddedPostgres(folder, binaries, lock, postmaster, url);
            started.createDatabase();
            return started;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Where it is, with the password: as {@code psql} takes it. */
    public DatabaseUrl url() {
        return url;
    }

    /** Process id of the server. */
    public long processId() {
        return postmaster.processId();
    }

    /** Shuts down as PostgreSQL's fast mode does: sessions end, nothing that was committed is lost. */
    @Override
    public void close() {
        postmaster.stop(folder, binaries, STOP_TIMEOUT);
        lock.close();
    }

    private static Postmaster startOnPort(DatabaseFolder folder, Binaries binaries, @Nullable Integer port) {
        if (port != null) {
            return Postmaster.start(folder, binaries, port);
        }
        for (int attempt = 1; ; attempt++) {
            int free = Ports.findFree();
            try {
                return Postmaster.start(folder, binaries, free);
            } catch (FreshetException e) {
                if (attempt == TRIES_TO_FIND_A_PORT || Ports.isFree(free)) {
                    throw e;
                }
                LOG.info("Port {} was taken meanwhile, trying another one", free);
            }
        }
    }

    private void createDatabase() {
        DatabaseUrl maintenance = url.withDatabase("postgres");
        try (Database server = Database.open(maintenance, maintenance, 1);
                Session session = server.openDirect()) {
            boolean exists = session.query("SELECT EXISTS (SELECT FROM pg_database WHERE datname = :name) AS found")
                    .bind("name", url.database())
                    .one(row -> row.bool("found"));
            if (!exists) {
                session.execute("CREATE DATABASE freshet");
            }
        } catch (FreshetException e) {
            close();
            throw new FreshetException(
                    ErrorCode.EMBEDDED_DATABASE,
                    "The embedded PostgreSQL started but does not let Freshet in: " + e.getMessage() + "; its log is "
                            + folder.logFile(),
                    e);
        }
    }
}
