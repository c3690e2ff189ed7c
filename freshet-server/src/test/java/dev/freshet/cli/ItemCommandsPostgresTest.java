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

class ItemCommandsPostgresTest {

    @TempDir
    private static Path home;

    private static RunningServer service;

    @BeforeAll
    static void start() {
        service = RunningServer.start(home);
        service.database().execute("CREATE TABLE paid (id text, amount int CHECK (amount > 0))");
        service.apply("""
            freshet: 1
            jobs:
              pay:
                type: items
                select: "select i as key, case when i % 4 = 0 then -i else i end as amount from generate_series(1, 12) i order by i"
                process: "insert into paid values (:key, (:payload::jsonb ->> 'amount')::int)"
              naps: { type: items, select: "select i as key from generate_series(1, 99) i", process: "select pg_sleep(0.5)" }
            """);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void listsShowsEditsAndReinjectsItems() {
        String run = "" + run("pay");
        await().atMost(Duration.ofSeconds(20)).until(() -> hasEnded(run));

        assertThat(command("items", run, "--state", "failed").out())
                .contains("12 read = 9 done + 3 failed + 0 dismissed + 0 waiting", "paid_amount_check");
        assertThat(command("items", "show", run, "4").out()).contains("23514", "\"amount\" : -4", "failed in run");
        assertThat(command("items", "edit", run, "4", "--payload", "{\"amount\": 4}")
                        .out())
                .contains("is changed");
        assertThat(command("items", "edit", run, "4", "--payload", "{").exitCode())
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(command("items", "dismiss", run, "8").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(command("items", "dismiss", run, "8", "--reason", "test").out())
                .contains("1 item is dismissed");
        assertThat(command("items", "restore", run).exitCode()).isZero();
        CommandOutcome reinjected = command("items", "reinject", run, "4");
        assertThat(reinjected.out()).as(reinjected.err()).contains("1 item goes through again in run");
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        service.get("/api/runs/" + run).get("items").get("done").asLong() == 10);
        assertThat(command("resume-run", run).err()).contains("nothing to resume");
        assertThat(command("restart", run).out()).contains("from the start");
    }

    @Test
    void stopsARunAndGoesOnWithIt() {
        String run = "" + run("naps");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> service.get("/api/runs/" + run)
                                .path("items")
                                .path("done")
                                .asLong()
                        > 0);
        assertThat(command("stop", run, "--reason", "enough").out()).contains("stops at its next checkpoint");
        await().atMost(Duration.ofSeconds(20)).until(() -> hasEnded(run));
        assertThat(service.get("/api/runs/" + run).get("state").asString()).isEqualTo("stopped");
        assertThat(command("resume-run", run).out()).contains("goes on where run " + run + " left off");
        assertThat(command("resume-run", run).exitCode()).isEqualTo(ExitCode.FAILED);
    }

    private static boolean hasEnded(String run) {
        return service.get("/api/runs/" + run).hasNonNull("ended_at");
    }

    private static long run(String job) {
        return service.post("/api/jobs/" + job + "/runs", "{}").get("id").asLong();
    }

    private static CommandOutcome command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", service.server().url(), "--home", home.toString()));
        return CommandOutcome.of(all.toArray(String[]::new));
    }
}
