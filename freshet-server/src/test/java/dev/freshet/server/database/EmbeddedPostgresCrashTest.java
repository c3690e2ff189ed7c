// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.postgres.DatabaseUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresCrashTest {

    @TempDir
    private Path home;

    @BeforeEach
    void prepareHome() {
        PreparedHome.copyTo(home);
    }

    @Test
    void shutsDownCleanlyWhenTheServiceIsKilledAndStartsAgainOnAnotherPort() throws Exception {
        Service service = Service.start(home);
        EmbeddedPostgresTest.execute(service.url, "CREATE TABLE kept AS SELECT 7 AS n");

        service.kill();

        await().atMost(Duration.ofSeconds(10)).until(() -> !isRunning(service.serverProcessId));
        try (EmbeddedPostgres postgres = PreparedHome.start(home, Ports.findFree())) {
            assertThat(postgres.url().port()).isNotEqualTo(service.url.port());
            assertThat(EmbeddedPostgresTest.query(postgres.url(), "SELECT n::text AS value FROM kept"))
                    .isEqualTo("7");
        }
    }

    @Test
    void recoversWhatWasCommittedWhenServiceAndServerAreKilledTogether() throws Exception {
        Service service = Service.start(home);
        EmbeddedPostgresTest.execute(service.url, "CREATE TABLE kept AS SELECT 7 AS n");

        ProcessHandle.of(service.serverProcessId).orElseThrow().destroyForcibly();
        service.kill();

        try (EmbeddedPostgres postgres = PreparedHome.start(home, null)) {
            assertThat(EmbeddedPostgresTest.query(postgres.url(), "SELECT n::text AS value FROM kept"))
                    .isEqualTo("7");
        }
    }

    @Test
    void stopsAServerThatOutlivedItsServiceBeforeItStartsItsOwn() throws Exception {
        DatabaseFolder folder;
        Binaries binaries = Binaries.unpack(PreparedHome.CACHE);
        try (EmbeddedPostgres first = PreparedHome.start(home, null)) {
            folder = DatabaseFolder.in(home);
            EmbeddedPostgresTest.execute(first.url(), "CREATE TABLE kept AS SELECT 7 AS n");
        }
        // As an older version, or a machine without setpriv, would have left it.
        ServerCommand.of(
                        binaries,
                        "pg_ctl",
                        List.of(
                                "start",
                                "-D",
                                folder.data().toString(),
                                "-w",
                                "-l",
                                folder.logFile().toString(),
                                "-o",
                                "-c port=" + Ports.findFree() + " -c unix_socket_directories="))
                .builder()
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        long orphan = Long.parseLong(Files.readAllLines(folder.pidFile()).get(0));

        try (EmbeddedPostgres postgres = PreparedHome.start(home, null)) {
            assertThat(isRunning(orphan)).isFalse();
            assertThat(postgres.processId()).isNotEqualTo(orphan);
            assertThat(EmbeddedPostgresTest.query(postgres.url(), "SELECT n::text AS value FROM kept"))
                    .isEqualTo("7");
        }
    }

    private boolean isRunning(long pid) {
        return StalePostmaster.isServerOf(DatabaseFolder.in(home), pid);
    }

    private record Service(Process process, long serverProcessId, DatabaseUrl url) {

        static Service start(Path home) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            EmbeddedPostgresProgram.class.getName(),
                            home.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader output = process.inputReader();
            String line = Objects.requireNonNull(output.readLine());
            while (!line.startsWith("started ")) {
                line = Objects.requireNonNull(output.readLine());
            }
            String[] words = line.split(" ", -1);
            return new Service(process, Long.parseLong(words[1]), DatabaseUrl.parse(words[2]));
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }
}
