// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.postgres.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresTest {

    @TempDir
    private Path home;

    @BeforeEach
    void prepareHome() {
        PreparedHome.copyTo(home);
    }

    @Test
    void keepsItsDataBetweenStarts() {
        try (EmbeddedPostgres postgres = PreparedHome.start(home, null)) {
            execute(postgres.url(), "CREATE TABLE kept AS SELECT 7 AS n");
        }
        try (EmbeddedPostgres postgres = PreparedHome.start(home, null)) {
            assertThat(query(postgres.url(), "SELECT n::text AS value FROM kept"))
                    .isEqualTo("7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "full_page_writes", "synchronous_commit"})
    void isDurableWhateverItsConfigurationFileSays(String setting) throws IOException {
        PreparedHome.start(home, null).close();
        Files.writeString(home.resolve("postgres/18/data/postgresql.auto.conf"), setting + " = off\n");
        try (EmbeddedPostgres postgres = PreparedHome.start(home, null)) {
            assertThat(query(postgres.url(), "SELECT current_setting('" + setting + "') AS value"))
                    .isEqualTo("on");
        }
    }

    @Test
    void letsNobodyInWithoutThePasswordAndKeepsThatToItsOwner() throws IOException {
        try (EmbeddedPostgres postgres = PreparedHome.start(home, null)) {
            DatabaseUrl url = postgres.url();
            DatabaseUrl guessed =
                    new DatabaseUrl(url.host(), url.port(), url.database(), url.user(), "guess", Map.of());
            assertThatThrownBy(() -> Database.open(guessed, guessed, 1))
                    .hasMessageContaining("password authentication failed");
            assertThat(query(url, "SELECT current_setting('listen_addresses') AS value"))
                    .isEqualTo("127.0.0.1");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("postgres/18/password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void storesTextInUtf8WithOneLocaleOnEveryMachine() {
        try (EmbeddedPostgres postgres = PreparedHome.start(home, null)) {
            assertThat(query(
                            postgres.url(),
                            "SELECT concat_ws(' ', pg_encoding_to_char(encoding), datlocprovider, datlocale) AS value"
                                    + " FROM pg_database WHERE datname = 'freshet'"))
                    .isEqualTo("UTF8 b C.UTF-8");
        }
    }

    @Test
    void refusesASecondServiceOnTheSameHome() {
        try (EmbeddedPostgres postgres = PreparedHome.start(home, null)) {
            assertThatThrownBy(() -> PreparedHome.start(home, null))
                    .isInstanceOfSatisfying(
                            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EMBEDDED_DATABASE))
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--home");
            assertThat(query(postgres.url(), "SELECT 'alive' AS value")).isEqualTo("alive");
        }
    }

    @Test
    void saysThatTheChosenPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> PreparedHome.start(home, taken.getLocalPort()))
                    .hasMessageContaining("Address already in use")
                    .hasMessageContaining("--database-port");
        }
        try (EmbeddedPostgres postgres = PreparedHome.start(home, null)) {
            assertThat(query(postgres.url(), "SELECT 'alive' AS value")).isEqualTo("alive");
        }
    }

    @Test
    void leavesAStrangerAloneWhosePidStandsInAStalePidFile() throws IOException {
        PreparedHome.start(home, null).close();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    home.resolve("postgres/18/data/postmaster.pid"),
                    stranger.pid() + "\n" + home.resolve("postgres/18/data") + "\n1\n5432\n\n127.0.0.1\n\nready\n");
            try (EmbeddedPostgres postgres = PreparedHome.start(home, null)) {
                assertThat(query(postgres.url(), "SELECT 'alive' AS value")).isEqualTo("alive");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void startsOnAnEmptyFolderAndAfterACreationThatWasCutOff(@TempDir Path empty) throws IOException {
        Files.createDirectories(empty.resolve("postgres/18/data.unfinished/base"));
        try (EmbeddedPostgres postgres = PreparedHome.start(empty, null)) {
            assertThat(query(postgres.url(), "SELECT 'alive' AS value")).isEqualTo("alive");
        }
    }

    @Test
    void saysWhichFolderCannotBeWritten() throws IOException {
        Path file = Files.writeString(home.resolve("a-file"), "");
        assertThatThrownBy(() -> PreparedHome.start(file, null))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("--home");
    }

    static void execute(DatabaseUrl url, String sql) {
        try (Database database = Database.open(url, url, 1);
                Session session = database.openDirect()) {
            session.execute(sql);
        }
    }

    static String query(DatabaseUrl url, String sql) {
        try (Database database = Database.open(url, url, 1)) {
            return database.call(session -> session.query(sql).one(row -> row.text("value")));
        }
    }
}
