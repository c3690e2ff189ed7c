// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseUrl;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * PostgreSQL 15 with pg_cron, as Debian packages them, in a folder of its own. Root installs the packages where they are
 * missing; elsewhere, and where they cannot be had, the test is skipped and says so.
 */
final class PgCronServer implements AutoCloseable {

    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static final Path EXTENSION = Path.of("/usr/lib/postgresql/15/lib/pg_cron.so");
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path folder;
    private final Path data;
    private final Process postmaster;
    private final String url;

    private PgCronServer(Path folder, Path data, Process postmaster, String url) {
        this.folder = folder;
        this.data = data;
        this.postmaster = postmaster;
        this.url = url;
    }

    static PgCronServer start(Path folder) throws IOException, InterruptedException {
        if (!Files.exists(EXTENSION) && ROOT && Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            install(folder);
        }
        Assumptions.assumeTrue(
                Files.exists(EXTENSION) && Files.isExecutable(PROGRAMS.resolve("postgres")),
                "pg_cron is not here and cannot be installed: on Debian 12, apt-get install postgresql-15-cron");
        Path data = folder.resolve("data");
        int port = freePort();
        run(folder, own("initdb", "-D", data.toString(), "-U", "postgres", "-A", "trust", "--no-locale", "-E", "UTF8"));
        List<String> server = new ArrayList<>(own("postgres"));
        server.addAll(server.size() - 1, List.of("setpriv", "--pdeathsig", "INT"));
        server.addAll(List.of("-D", data.toString()));
        List.of(
                        "port=" + port,
                        "listen_addresses=127.0.0.1",
                        "unix_socket_directories=",
                        "fsync=off",
                        "shared_preload_libraries=pg_cron",
                        "cron.database_name=postgres",
                        "cron.host=127.0.0.1")
                .forEach(setting -> server.addAll(List.of("-c", setting)));
        Process postmaster = builder(folder, server).start();
        String url = "postgresql://postgres@127.0.0.1:" + port + "/postgres";
        PgCronServer started = new PgCronServer(folder, data, postmaster, url);
        try {
            Awaitility.await("PostgreSQL with pg_cron, see " + folder.resolve("log"))
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> {
                        started.execute("CREATE EXTENSION IF NOT EXISTS pg_cron");
                        return true;
                    });
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    String url() {
        return url;
    }

    Database open() {
        DatabaseUrl address = DatabaseUrl.parse(url);
        return Database.open(address, address, 1);
    }

    void execute(String sql) {
        try (Database database = open()) {
            database.run(session -> session.execute(sql));
        }
    }

    @Override
    public void close() {
        try {
            builder(folder, own("pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w"))
                    .start()
                    .waitFor();
            assertThat(postmaster.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (IOException | InterruptedException e) {
            postmaster.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }

    private static void install(Path folder) throws IOException, InterruptedException {
        List<String> install = List.of("apt-get", "install", "-y", "--no-install-recommends", "postgresql-15-cron");
        if (builder(folder, install).start().waitFor() != 0) {
            builder(folder, List.of("apt-get", "update")).start().waitFor();
            builder(folder, install).start().waitFor();
        }
    }

    /** PostgreSQL refuses to run as root: root calls it where it is nobody. */
    private static List<String> own(String program, String... arguments) {
        List<String> words = new ArrayList<>(ROOT ? List.of("unshare", "-U") : List.of());
        words.add(PROGRAMS.resolve(program).toString());
        words.addAll(List.of(arguments));
        return words;
    }

    private static void run(Path folder, List<String> words) throws IOException, InterruptedException {
        assertThat(builder(folder, words).start().waitFor())
                .as(() -> words + ", see " + folder.resolve("log"))
                .isZero();
    }

    private static ProcessBuilder builder(Path folder, List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        builder.environment().put("LC_ALL", "C");
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        return builder;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
