// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.database;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server process, a direct child of this one. */
final class Postmaster {

    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final long LOG_LIMIT_BYTES = 10L * 1024 * 1024;
    private static final int STATUS_LINE = 7;
    private static final int LINES_OF_LOG_SHOWN = 8;

    private final Process process;
    private final int port;
    /** Whether its end would be news. */
    private volatile boolean serving;

    private Postmaster(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts the server and waits until it lets clients in; recovery after a crash may take its time. */
    static Postmaster start(DatabaseFolder folder, Binaries binaries, int port) {
        rotate(folder.logFile());
        ServerCommand command = ServerCommand.server(
                binaries,
                List.of(
                        "-D", folder.data().toString(),
                        "-c", "port=" + port,
                        "-c", "listen_addresses=127.0.0.1",
                        "-c", "unix_socket_directories=",
                        "-c", "fsync=on",
                        "-c", "full_page_writes=on",
                        "-c", "synchronous_commit=on",
                        "-c", "logging_collector=off"));
        Postmaster postmaster = spawn(command, folder.logFile(), port);
        postmaster.awaitReady(folder);
        postmaster.serving = true;
        return postmaster;
    }

    int port() {
        return port;
    }

    long processId() {
        return process.pid();
    }

    void stop(DatabaseFolder folder, Binaries binaries, Duration timeout) {
        serving = false;
        if (!process.isAlive()) {
            return;
        }
        StalePostmaster.stop(folder, binaries, timeout);
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The embedded PostgreSQL (process {}) did not stop within {}", process.pid(), timeout);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The kernel signals the server when the thread that started it ends: it must be a platform thread that lives as
     * long as this process.
     */
    private static Postmaster spawn(ServerCommand command, Path logFile, int port) {
        CompletableFuture<Postmaster> spawned = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("freshet-postgres").start(() -> {
            try {
                Process process = command.builder()
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(logFile.toFile()))
                        .start();
                process.getOutputStream().close();
                Postmaster postmaster = new Postmaster(process, port);
                spawned.complete(postmaster);
                postmaster.watch(logFile);
            } catch (IOException | RuntimeException e) {
                spawned.completeExceptionally(e);
            }
        });
        try {
            return spawned.get();
        } catch (ExecutionException e) {
            throw PrivateFiles.failure("The embedded PostgreSQL cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PrivateFiles.failure("Interrupted while the embedded PostgreSQL started", e);
        }
    }

    private void watch(Path logFile) {
        try {
            int status = process.waitFor();
            if (serving) {
                LOG.error("The embedded PostgreSQL ended by itself with status {}; its log is {}", status, logFile);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady(DatabaseFolder folder) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        try {
            while (!isReady(folder.pidFile())) {
                if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw PrivateFiles.failure(
                            "The embedded PostgreSQL did not start on port " + port + ":\n"
                                    + lastLines(folder.logFile())
                                    + "\nIts whole log is " + folder.logFile()
                                    + "; mend that, choose another --database-port, or name a database with"
                                    + " --database-url",
                            null);
                }
                if (System.nanoTime() > deadline) {
                    process.destroy();
                    throw PrivateFiles.failure(
                            "The embedded PostgreSQL was not ready within " + START_TIMEOUT.toMinutes()
                                    + " minutes; its log is " + folder.logFile(),
                            null);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            throw PrivateFiles.failure("Interrupted while the embedded PostgreSQL started", e);
        }
    }

    private boolean isReady(Path pidFile) {
        try {
            List<String> lines = Files.readAllLines(pidFile);
            return lines.size() > STATUS_LINE
                    && lines.get(0).equals(Long.toString(process.pid()))
                    && lines.get(STATUS_LINE).strip().equals("ready");
        } catch (IOException e) {
            return false;
        }
    }

    private static String lastLines(Path logFile) {
        try {
            List<String> lines = Files.readAllLines(logFile);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG_SHOWN), lines.size()));
        } catch (IOException e) {
            return "(its log is not readable: " + PrivateFiles.reason(e) + ")";
        }
    }

    private static void rotate(Path logFile) {
        try {
            if (Files.exists(logFile) && Files.size(logFile) > LOG_LIMIT_BYTES) {
                Files.move(logFile, logFile.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            LOG.warn("The log {} could not be set aside: {}", logFile, PrivateFiles.reason(e));
        }
    }
}
