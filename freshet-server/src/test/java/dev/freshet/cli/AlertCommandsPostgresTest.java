// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertCommandsPostgresTest {

    @TempDir
    private static Path home;

    private static RunningServer service;

    @BeforeAll
    static void start() {
        service = RunningServer.start(home);
        service.apply("""
            freshet: 1
            jobs:
              broken: { type: sql, sql: "select 1 / 0" }
            alerts:
              journal: { log: true }
              nowhere: { webhook: "http://127.0.0.1:1/hook", on: [slow] }
            """);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void listsSilencesAndTellsAgain() {
        assertThat(command("alerts").out()).contains("No alert is open.");
        assertThat(command("alerts", "silences").out()).contains("No silence is in force.");
        service.post("/api/jobs/broken/runs", "{}");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(command("alerts").out())
                        .contains("failed", "broken", "open", "job broken failed: division by zero"));
        assertThat(command("alerts", "silence", "bro*", "--kind", "failed", "--for", "30m")
                        .out())
                .contains("Alerts about bro* are silenced until", "freshet alerts unsilence 1");
        assertThat(command("alerts").out()).contains("silenced");
        assertThat(command("alerts", "silences").out()).contains("bro*");
        assertThat(command("alerts", "unsilence", "1").out()).contains("Alerts about bro* are told again.");
        assertThat(command("alerts", "unsilence", "1").err()).contains("has been over since");
        assertThat(command("alerts", "--resolved").out()).contains("No alert was resolved.");
        assertThat(command("alerts", "--kind", "odd").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    }

    @Test
    void triesChannels() {
        CommandOutcome journal = command("alerts", "test", "journal");
        assertThat(journal.out()).contains("log: delivered");
        assertThat(journal.exitCode()).isZero();
        CommandOutcome nowhere = command("alerts", "test", "nowhere");
        assertThat(nowhere.out()).contains("webhook: not delivered: ", "nothing listens at 127.0.0.1:1");
        assertThat(nowhere.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(command("alerts", "test", "jurnal").err()).contains("Did you mean journal?");
        assertThat(command("alerts", "channels").out()).contains("journal", "test failed", "nothing listens");
    }

    private static CommandOutcome command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", service.server().url(), "--home", home.toString()));
        return CommandOutcome.of(all.toArray(String[]::new));
    }
}
