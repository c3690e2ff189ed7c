// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What another promise would cost, as REST, the command and a page tell it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhatIfPostgresTest {

    @TempDir
    private static Path home;

    private RunningServer service;

    @BeforeAll
    void recordThreeDays() {
        service = RunningServer.start(home);
        service.database().execute("""
            CREATE TABLE call_history (id int);
            CREATE MATERIALIZED VIEW calls AS SELECT id FROM call_history;
            CREATE MATERIALIZED VIEW hourly AS SELECT id FROM call_history;
            CREATE MATERIALIZED VIEW never AS SELECT 1 AS "<b>id";
            """);
        service.apply("""
            freshet: 1
            groups:
              clock: { schedule: "0 * * * *", change-marks: true }
            views:
              calls: { change-marks: true, freshness: 15m }
              hourly: { group: clock, freshness: 2h }
              never: { }
            """);
        service.post("/api/jobs/clock/runs", "");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> "2"
                        .equals(service.database()
                                .query("SELECT count(*) FROM freshet.view_lag WHERE measured = 'changes' AND lag ="
                                        + " interval '0'")));
        service.database().execute("""
            INSERT INTO freshet.source_activity (source, hour, minutes, changes)
            SELECT 'call_history'::regclass, date_trunc('hour', now(), 'UTC') - h * interval '1 hour', 1 << 17, 3 FROM generate_series(1, 72) h
            """);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void restComparesTheTargetsAskedFor() {
        JsonNode whatIf = service.get("/api/views/calls/freshness/what-if?target=2h&target=5m,30m");
        assertThat(whatIf.get("kind").asString()).isEqualTo("view");
        assertThat(whatIf.get("recorded_seconds").asDouble()).isBetween(72 * 3_600.0, 73 * 3_600.0);
        assertThat(whatIf.get("busy_minutes_per_day").asDouble()).isCloseTo(24, within(1.0));
        JsonNode items = whatIf.get("items");
        assertThat(items.valueStream().map(item -> item.get("target").asString()))
                .containsExactly("5m", "30m", "2h");
        // A change each hour: every target within it needs a refresh each hour, one of two hours every other.
        assertThat(items.get(0).get("per_day").get("refreshes").asDouble()).isCloseTo(24, within(1.0));
        assertThat(items.get(2).get("per_day").get("refreshes").asDouble()).isCloseTo(12, within(1.0));
        assertThat(items.get(0).get("feasible").asBoolean()).isTrue();
        assertThat(items.get(0).get("cron").get("schedule").asString()).isEqualTo("*/4 * * * *");
        assertThat(items.get(0).get("cron").get("per_day").get("refreshes").asDouble())
                .isEqualTo(360);
        JsonNode now = whatIf.get("now");
        assertThat(now.get("target").asString()).isEqualTo("15m");
        assertThat(now.get("how").asString()).isEqualTo("just in time");
        assertThat(now.get("extra_busy_seconds").asDouble()).isZero();
    }

    @Test
    void restTakesGroupsAndRefusesWhatCannotBeAnswered() {
        JsonNode group = service.get("/api/views/clock/freshness/what-if");
        assertThat(group.get("kind").asString()).isEqualTo("group");
        assertThat(group.get("now").get("how").asString()).isEqualTo("0 * * * *");
        assertThat(group.get("remarks").toString()).contains("takes the place of the schedule of group clock");
        assertThat(status("/api/views/nowhere/freshness/what-if")).isEqualTo(404);
        assertThat(status("/api/views/never/freshness/what-if")).isEqualTo(409);
        assertThat(status("/api/views/calls/freshness/what-if?target=soon")).isEqualTo(400);
    }

    @Test
    void theCommandPrintsATable() {
        CommandOutcome told = run("freshness", "what-if", "calls", "5m", "1s");
        assertThat(told.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(told.out())
                .contains("REFRESHES/DAY", "SAME BY CRON", "now: 15m, just in time", "*/4 * * * *")
                .contains("1s cannot be kept: ", "of recorded changes: something changes in 24 minutes of a day");
        assertThat(run("freshness", "what-if", "hourly").out()).contains("now: 2h, 0 * * * *");
        assertThat(run("freshness", "what-if", "calls", "--output", "json").out())
                .contains("\"busy_share\"", "\"items\"");
        CommandOutcome refused = run("freshness", "what-if", "never");
        assertThat(refused.exitCode()).isNotEqualTo(ExitCode.DONE);
        assertThat(refused.err()).contains("never was never refreshed");
    }

    @Test
    void thePageAsksForItOnDemand() {
        assertThat(page("/views/calls"))
                .contains("What would another promise cost?", "hx-get=\"/views/calls/what-if\"");
        assertThat(page("/views/calls/what-if"))
                .startsWith("<section class=\"card\"")
                .contains("id=\"what-if-now\"", "id=\"what-if-5m\"", "<code>*/4 * * * *</code>")
                .doesNotContain("<html");
        assertThat(page("/views/calls/what-if?target=7m"))
                .contains("id=\"what-if-7m\"", "value=\"7m\"")
                .doesNotContain("id=\"what-if-5m\"");
        assertThat(page("/views/calls/what-if?target=%3Cb%3E"))
                .contains("'&lt;b&gt;' is not a target", "what-if-refusal")
                .doesNotContain("<b>");
        assertThat(page("/views/never/what-if")).contains("never was never refreshed");
        assertThat(status("/views/nowhere/what-if")).isEqualTo(404);
    }

    private String page(String path) {
        return service.send(Role.VIEWER, "GET", path, null).body().strip();
    }

    private int status(String path) {
        return service.send(Role.VIEWER, "GET", path, null).statusCode();
    }

    private CommandOutcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", service.server().url(), "--home", home.toString()));
        return CommandOutcome.of(all.toArray(String[]::new));
    }
}
