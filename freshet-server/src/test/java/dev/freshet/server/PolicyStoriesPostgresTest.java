// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.access.Role;
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

/**
 * The story of each overlap and each catch-up policy, as the ledger has it, REST tells it and a job's page shows it. A job
 * that takes longer than its interval, and a job whose ticks nobody was there for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyStoriesPostgresTest {

    @TempDir
    private static Path home;

    private RunningServer service;

    @BeforeAll
    void start() {
        service = RunningServer.start(home);
        service.apply("""
            freshet: 1
            jobs:
              coalescing: { type: sql, sql: "select pg_sleep(3.5)", every: 1s, overlap: coalesce }
              skipping: { type: sql, sql: "select pg_sleep(3.5)", every: 1s, overlap: skip }
              cancelling: { type: sql, sql: "select pg_sleep(3.5)", every: 1s, overlap: cancel-running }
              allowing: { type: sql, sql: "select pg_sleep(3.5)", every: 1s, overlap: allow }
              catches-none: { type: sql, sql: "select 1", every: 1m, catch-up: none }
              catches-latest: { type: sql, sql: "select 1", every: 1m, catch-up: latest }
              catches-all: { type: sql, sql: "select 1", every: 1m, catch-up: all, catch-up-limit: 3 }
              dawn: { type: sql, sql: "select 1", schedule: "30 2 * * *", time-zone: Europe/Berlin }
            """);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void coalescesTicksIntoExactlyOneFollowUpRun() {
        List<JsonNode> ticks = storyOf("coalescing", "merged into run \\d+, which had not started yet");
        JsonNode first = ticks.getFirst();
        JsonNode followUp = ticks.get(1);
        assertThat(first.get("outcome").asString()).isEqualTo("fired");
        assertThat(followUp.get("outcome").asString()).isEqualTo("fired");
        assertThat(followUp.get("reason").asString())
                .matches("follows run " + first.get("run_id").asLong() + ", running since .*");
        assertThat(ticks.get(2).get("outcome").asString()).isEqualTo("merged");
        assertThat(ticks.get(2).get("run_id").asLong())
                .isEqualTo(followUp.get("run_id").asLong());
        assertThat(page("coalescing"))
                .contains("coalesce: one follow-up run")
                .contains("follows run " + first.get("run_id").asLong() + ", running since")
                .contains("merged into run " + followUp.get("run_id").asLong() + ", which had not started yet");
    }

    @Test
    void skipsTicksWhileTheJobRunsAndSaysSo() {
        List<JsonNode> ticks = storyOf("skipping", "run \\d+, running since .* \\(overlap: skip\\)");
        assertThat(ticks.get(1).get("outcome").asString()).isEqualTo("skipped");
        assertThat(ticks.get(1).hasNonNull("run_id")).isFalse();
        assertThat(page("skipping")).contains("skip: the tick is skipped").contains("(overlap: skip)");
    }

    @Test
    void cancelsTheRunningRunForTheNextTick() {
        List<JsonNode> ticks = storyOf("cancelling", "run \\d+ was cancelled for it");
        long cancelled = ticks.getFirst().get("run_id").asLong();
        assertThat(ticks.get(1).get("outcome").asString()).isEqualTo("fired");
        assertThat(ticks.get(1).get("reason").asString()).isEqualTo("run " + cancelled + " was cancelled for it");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> service.get("/api/runs/" + cancelled)
                        .get("state")
                        .asString()
                        .equals("cancelled"));
        assertThat(page("cancelling"))
                .contains("cancel-running: the new one takes over")
                .contains("was cancelled for it");
    }

    @Test
    void letsRunsRunBesideEachOther() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Integer.parseInt(String.valueOf(service.database()
                                .query("SELECT count(*) FROM freshet.run WHERE job = 'allowing' AND"
                                        + " state = 'running'")))
                        >= 2);
        assertThat(service.database()
                        .queryAll("SELECT DISTINCT outcome || coalesce(reason, '') FROM freshet.tick WHERE job ="
                                + " 'allowing'"))
                .containsExactly("fired");
        assertThat(page("allowing"))
                .contains("allow: runs beside each other")
                .contains("Past ticks")
                .contains(">fired<");
    }

    @Test
    void skipsEveryMissedTickWhenNoneIsCaughtUp() {
        List<JsonNode> missed = missed("catches-none");
        assertThat(missed).hasSizeGreaterThanOrEqualTo(5).allSatisfy(tick -> {
            assertThat(tick.get("outcome").asString()).isEqualTo("skipped");
            assertThat(tick.get("reason").asString())
                    .isEqualTo("missed: no node evaluated it in time (catch-up: none)");
        });
        assertThat(page("catches-none"))
                .contains("none: missed ticks are skipped")
                .contains("missed: no node evaluated it in time (catch-up: none)");
    }

    @Test
    void answersForAllMissedTicksWithOneRun() {
        List<JsonNode> missed = missed("catches-latest");
        JsonNode latest = missed.removeLast();
        assertThat(latest.get("outcome").asString()).isEqualTo("fired");
        assertThat(missed).hasSizeGreaterThanOrEqualTo(4).allSatisfy(tick -> {
            assertThat(tick.get("outcome").asString()).isEqualTo("merged");
            assertThat(tick.get("run_id").asLong())
                    .isEqualTo(latest.get("run_id").asLong());
            assertThat(tick.get("reason").asString())
                    .isEqualTo("missed: merged into the latest tick (catch-up: latest)");
        });
        assertThat(page("catches-latest"))
                .contains("latest: one run for all missed ticks")
                .contains("missed: merged into the latest tick (catch-up: latest)");
    }

    @Test
    void runsEveryMissedTickUpToTheLimit() {
        List<JsonNode> missed = missed("catches-all");
        List<String> reasons =
                missed.stream().map(tick -> tick.path("reason").asString("")).toList();
        assertThat(reasons)
                .filteredOn("missed, caught up (catch-up: all)"::equals)
                .hasSizeBetween(2, 3);
        assertThat(reasons.getFirst()).isEqualTo("missed: beyond the catch-up limit of 3 (catch-up: all)");
        assertThat(page("catches-all"))
                .contains("all: a run for each, at most 3")
                .contains("missed, caught up (catch-up: all)")
                .contains("missed: beyond the catch-up limit of 3 (catch-up: all)");
    }

    @Test
    void tellsWhatDaylightSavingDoesToTheNextTicks() {
        JsonNode ticks = service.get("/api/jobs/dawn/ticks?from=2027-03-27T12:00:00Z&to=2027-03-29T12:00:00Z");
        assertThat(ticks.get("items").get(0).get("reason").asString())
                .isEqualTo(
                        "02:30 does not exist on 2027-03-28 in Europe/Berlin; fires at the first instant after the gap,"
                                + " 03:00");
        assertThat(page("dawn")).contains("Next ticks").contains("No tick was due yet");
    }

    /** The ledger from the first tick on, when one tells a reason. */
    private List<JsonNode> storyOf(String job, String reason) {
        await("a tick of " + job + " that tells " + reason)
                .atMost(Duration.ofSeconds(20))
                .until(() -> ledger(job).stream()
                        .anyMatch(tick -> tick.path("reason").asString("").matches(reason)));
        return ledger(job);
    }

    /** Nobody was there for six minutes: the job's place in its schedule lies that far back. */
    private List<JsonNode> missed(String job) {
        service.database().execute("""
            UPDATE freshet.job SET evaluated_until = date_trunc('minute', now()) - interval '6 minutes',
                                   next_tick_at = date_trunc('minute', now()) - interval '5 minutes' WHERE name = '%s';
            NOTIFY freshet, 'definitions'
            """.formatted(job));
        await().atMost(Duration.ofSeconds(20)).until(() -> ledger(job).size() >= 5);
        List<JsonNode> ticks = new ArrayList<>(ledger(job));
        // What was on time at the moment is no story of catching up.
        ticks.removeIf(tick -> !tick.path("reason").asString("").startsWith("missed") && !job.equals("catches-latest"));
        return ticks;
    }

    private List<JsonNode> ledger(String job) {
        List<JsonNode> ticks = new ArrayList<>();
        service.get("/api/jobs/" + job + "/ticks?limit=1000").get("items").forEach(ticks::add);
        ticks.removeIf(tick -> tick.get("outcome").asString().equals("predicted"));
        return ticks;
    }

    private String page(String job) {
        return service.send(Role.VIEWER, "GET", "/jobs/" + job, null).body();
    }
}
