// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier service may have left: a server that still runs, or the pid file of one that died.
 *
 * <p>A pid alone proves nothing: after a crash it may belong to any process. The server of a data directory is the
 * process that is alive, no zombie, and works in that directory.
 */
final class StalePostmaster {

    private static final Logger LOG = LoggerFactory.getLogger(StalePostmaster.class);
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(2);

    private StalePostmaster() {}

    static void clear(DatabaseFolder folder, Binaries binaries) {
        Path pidFile = folder.pidFile();
        if (!Files.exists(pidFile)) {
            return;
        }
        OptionalLong pid = firstLine(pidFile);
        if (pid.isPresent() && isServerOf(folder, pid.getAsLong())) {
            LOG.info("Stopping the PostgreSQL that an earlier start left running (process {})", pid.getAsLong());
            stop(folder, binaries, STOP_TIMEOUT);
            return;
        }
        try {
            Files.deleteIfExists(pidFile);
            LOG.info("The last service ended without a shutdown of PostgreSQL; it recovers now");
        } catch (IOException e) {
            throw PrivateFiles.failure("The stale " + pidFile + " cannot be deleted: " + PrivateFiles.reason(e), e);
        }
    }

    /** Asks the running server for a fast shutdown and waits for its end. */
    static void stop(DatabaseFolder folder, Binaries binaries, Duration timeout) {
        ServerCommand.of(
                        binaries,
                        "pg_ctl",
                        List.of(
                                "stop",
                                "-D",
                                folder.data().toString(),
                                "-m",
                                "fast",
                                "-w",
                                "-t",
                                "" + timeout.toSeconds()))
                .run("stop the PostgreSQL in " + folder.data());
    }

    static boolean isServerOf(DatabaseFolder folder, long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            String stat = Files.readString(process.resolve("stat"));
            // The name before the state may hold anything, brackets and blanks included.
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z'
                    && state != 'X'
                    && Files.readSymbolicLink(process.resolve("cwd"))
                            .equals(folder.data().toRealPath());
        } catch (IOException e) {
            // No such process any more, or one of another user: then it is not ours.
            return false;
        }
    }

    private static OptionalLong firstLine(Path pidFile) {
        try {
            return OptionalLong.of(
                    Long.parseLong(Files.readAllLines(pidFile).get(0).strip()));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return OptionalLong.empty();
        }
    }
}
