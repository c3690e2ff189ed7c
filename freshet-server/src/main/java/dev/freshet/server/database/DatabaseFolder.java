// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.database;

import dev.freshet.error.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;

/** What the embedded PostgreSQL keeps between starts: data directory, password, log. */
final class DatabaseFolder {

    /**
     * The owner of everything. Not {@code freshet}: a role of that name would find schema {@code freshet} first in its
     * search path, and an application's unqualified tables would go there.
     */
    static final String USER = "postgres";

    /** Data directories of different major versions do not fit each other. */
    private static final String MAJOR_VERSION = "18";

    private static final String PASSWORD_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int PASSWORD_LENGTH = 32;

    private final Path root;

    private DatabaseFolder(Path root) {
        this.root = root;
    }

    static DatabaseFolder in(Path home) {
        Path root = home.toAbsolutePath().normalize().resolve("postgres").resolve(MAJOR_VERSION);
        try {
            PrivateFiles.createDirectories(root);
            return new DatabaseFolder(root.toRealPath());
        } catch (IOException e) {
            throw failure(
                    "The folder " + root + " cannot be created: " + PrivateFiles.reason(e)
                            + "; name a folder you may write to with --home",
                    e);
        }
    }

    Path data() {
        return root.resolve("data");
    }

    Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    Path logFile() {
        return root.resolve("postgres.log");
    }

    Path lockFile() {
        return root.resolve("lock");
    }

    String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw failure("The password of the embedded PostgreSQL is not readable: " + PrivateFiles.reason(e), e);
        }
    }

    /** Runs {@code initdb} unless that was done before; a half-made directory never gets the name of the real one. */
    void createData(Binaries binaries) {
        if (Files.exists(data().resolve("PG_VERSION"))) {
            return;
        }
        Path unfinished = root.resolve("data.unfinished");
        try {
            PrivateFiles.delete(unfinished);
            if (!Files.exists(passwordFile())) {
                PrivateFiles.write(passwordFile(), newPassword() + "\n");
            }
            ServerCommand.of(
                            binaries,
                            "initdb",
                            List.of(
                                    "--pgdata=" + unfinished,
                                    "--username=" + USER,
                                    "--pwfile=" + passwordFile(),
                                    "--auth=scram-sha-256",
                                    "--encoding=UTF8",
                                    // PostgreSQL's own C.UTF-8: the same on every machine, whatever its libc offers.
                                    "--locale-provider=builtin",
                                    "--builtin-locale=C.UTF-8",
                                    "--locale=C"))
                    .run("create the data directory " + data());
            Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure(
                    "The data directory " + data() + " cannot be created: " + PrivateFiles.reason(e)
                            + "; mend that, or name another folder with --home",
                    e);
        }
    }

    private Path passwordFile() {
        return root.resolve("password");
    }

    private static String newPassword() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(PASSWORD_LETTERS.charAt(random.nextInt(PASSWORD_LETTERS.length())));
        }
        return password.toString();
    }

    private static FreshetException failure(String message, IOException cause) {
        return PrivateFiles.failure(message, cause);
    }
}
