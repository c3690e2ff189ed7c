// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.cron.DstPolicy;
import dev.freshet.definition.OverlapPolicy;
import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.error.FreshetException;
import dev.freshet.job.RunState;
import dev.freshet.job.Trigger;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackfillPostgresTest {

    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
    private static final String NOTE =
            "INSERT INTO filled (start, stop) VALUES (:logical_time::timestamptz, :logical_end::timestamptz); ";

    private final TestNode node = TestNode.started();

    @BeforeEach
    void createTable() {
        node.database().sql().execute("CREATE TABLE filled (start timestamptz UNIQUE, stop timestamptz)");
        node.database().sql().execute("CREATE TABLE flaky (start timestamptz PRIMARY KEY)");
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void runsTheJobOnceForEachDayWithItsLogicalTimeAndEnd() {
        node.deploy(JobDefinitions.sql("fill", NOTE));
        long id = start(days("fill", 5));
        Backfill done = awaitState(id, BackfillState.SUCCEEDED);
        assertThat(done.counts()).containsExactly(java.util.Map.entry(SliceState.SUCCEEDED, 5));
        assertThat(rows("SELECT start::text || ' ' || (stop - start) FROM filled ORDER BY start"))
                .hasSize(5)
                .allSatisfy(row -> assertThat(row).endsWith("1 day"));
        assertThat(node.runsOf("fill")).hasSize(5).allSatisfy(run -> {
            assertThat(run.trigger()).isEqualTo(Trigger.BACKFILL);
            assertThat(run.backfillId()).isEqualTo(id);
            assertThat(run.actor()).isEqualTo("tester");
        });
        assertThat(slices(id)).extracting(BackfillSlice::number).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void takesTheTicksOfTheScheduleAndEndsEachSliceAtTheNextTick() {
        node.deploy(JobDefinitions.sql("fill", NOTE)
                .schedule(new ScheduleDefinition.Cron("30 2 * * *", ZoneId.of("Europe/Berlin"), DstPolicy.DEFAULT)));
        Instant from = Instant.parse("2026-03-27T00:00:00Z");
        long id = start(BackfillRequest.of("fill", from, from.plus(Duration.ofDays(4)), null));
        awaitState(id, BackfillState.SUCCEEDED);
        // 02:30 does not exist on 29 March 2026: that tick is at 03:00 summer time.
        assertThat(rows("SELECT to_char(start AT TIME ZONE 'UTC', 'DD HH24:MI') FROM filled ORDER BY start"))
                .containsExactly("27 01:30", "28 01:30", "29 01:00", "30 00:30");
        assertThat(rows("SELECT (stop - start)::text FROM filled ORDER BY start"))
                .containsExactly("1 day", "23:30:00", "23:30:00", "1 day");
    }

    @Test
    void runsAtMostAsManySlicesAtOnceAsItMay() {
        node.deploy(JobDefinitions.sql("fill", NOTE + "SELECT pg_sleep(0.3)").overlap(OverlapPolicy.ALLOW));
        long id = start(days("fill", 12).parallel(3, false));
        awaitState(id, BackfillState.SUCCEEDED);
        assertThat(mostAtOnce()).isEqualTo(3);
    }

    @Test
    void runsOneSliceAtATimeBesideNothingElseOfAJobThatForbidsIt() {
        node.deploy(JobDefinitions.sql("fill", NOTE.replace("; ", " ON CONFLICT DO NOTHING; ") + "SELECT pg_sleep(0.1)")
                .every(Duration.ofSeconds(1)));
        long id = start(days("fill", 12));
        awaitState(id, BackfillState.SUCCEEDED);
        awaitOf("schedule");
        assertThat(mostAtOnce()).isEqualTo(1);
        assertThat(rows("SELECT t.outcome FROM freshet.tick t LEFT JOIN freshet.run r ON r.id = t.run_id"
                        + " WHERE t.outcome = 'skipped' OR r.trigger = 'backfill'"))
                .as("a backfill neither answers for ticks nor stands in their way")
                .isEmpty();
    }

    @Test
    void refusesToRunSlicesBesideEachOtherUnlessThatIsSaid() {
        node.deploy(JobDefinitions.sql("fill", NOTE + "SELECT pg_sleep(0.3)"));
        assertThatThrownBy(() -> start(days("fill", 3).parallel(2, false)))
                .isInstanceOf(FreshetException.class)
                .hasMessageContaining("overlap coalesce")
                .hasMessageContaining("--beside");
        awaitState(start(days("fill", 6).parallel(3, true)), BackfillState.SUCCEEDED);
        assertThat(mostAtOnce()).isEqualTo(3);
    }

    @Test
    void goesOnAfterASliceThatFailsAndRetriesOnlyThat() {
        node.deploy(JobDefinitions.sql(
                "fill", NOTE + "SELECT 1 / count(*) FROM flaky WHERE start = :logical_time::timestamptz"));
        node.database()
                .sql()
                .execute("INSERT INTO flaky SELECT '2026-03-01T00:00Z'::timestamptz + d * interval '1 day'"
                        + " FROM generate_series(0, 4) d WHERE d <> 2");
        long id = start(days("fill", 5));
        Backfill failed = awaitState(id, BackfillState.FAILED);
        assertThat(failed.note()).isEqualTo("1 of 5 slices did not succeed");
        assertThat(failed.count(SliceState.SUCCEEDED)).isEqualTo(4);
        node.database().sql().execute("INSERT INTO flaky VALUES ('2026-03-03T00:00Z')");
        assertThat(node.freshet().backfills().control().retry(id, null, TestNode.TESTER, "mended"))
                .isEqualTo(1);
        awaitState(id, BackfillState.SUCCEEDED);
        assertThat(slices(id)).extracting(BackfillSlice::runs).containsExactly(1, 1, 2, 1, 1);
        assertThat(rows("SELECT count(*)::text FROM filled")).containsExactly("5");
    }

    @Test
    void beginsNoFurtherSliceAfterAFailureWhenItIsToFailFast() {
        node.deploy(JobDefinitions.sql("fill", "SELECT 1 / (:logical_time::timestamptz < '2026-03-03')::int"));
        long id = start(days("fill", 6).stoppingAtTheFirstFailure());
        Backfill failed = awaitState(id, BackfillState.FAILED);
        assertThat(failed.count(SliceState.FAILED)).isEqualTo(1);
        assertThat(failed.count(SliceState.WAITING)).isEqualTo(3);
        assertThat(failed.note()).contains("3 were not begun");
    }

    @Test
    void takesTheNewestSlicesFirstWhenAsked() {
        node.deploy(JobDefinitions.sql("fill", NOTE));
        awaitState(start(days("fill", 4).newestSlicesFirst()), BackfillState.SUCCEEDED);
        assertThat(rows("SELECT to_char(logical_time, 'DD') FROM freshet.run ORDER BY id"))
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void stopsAfterTheSlicesThatRunAndResumes() {
        node.deploy(JobDefinitions.sql("fill", NOTE + "SELECT pg_sleep(0.2)"));
        long id = start(days("fill", 8));
        awaitBackfill(id, backfill -> backfill.count(SliceState.SUCCEEDED) >= 2);
        node.freshet().backfills().control().stop(id, TestNode.TESTER, "lunch");
        Backfill stopped = awaitBackfill(id, backfill -> backfill.count(SliceState.ACTIVE) == 0);
        assertThat(stopped.state()).isEqualTo(BackfillState.STOPPED);
        assertThat(stopped.note()).isEqualTo("stopped by tester: lunch");
        assertThat(stopped.count(SliceState.WAITING)).isPositive();
        assertThat(stopped.bad()).isZero();
        node.freshet().backfills().control().resume(id, TestNode.TESTER, null);
        awaitState(id, BackfillState.SUCCEEDED);
        assertThat(rows("SELECT count(*)::text FROM filled")).containsExactly("8");
    }

    @Test
    void cancelsWhatRunsAndBeginsNothingMore() {
        node.deploy(JobDefinitions.sql("fill", NOTE + "SELECT pg_sleep(600)").overlap(OverlapPolicy.ALLOW));
        long id = start(days("fill", 9).parallel(2, false));
        await().until(() -> node.runsOf("fill").stream()
                        .filter(run -> run.state() == RunState.RUNNING)
                        .count()
                == 2);
        node.freshet().backfills().control().cancel(id, TestNode.TESTER, "wrong job");
        Backfill cancelled = awaitBackfill(id, backfill -> backfill.count(SliceState.ACTIVE) == 0);
        assertThat(cancelled.state()).isEqualTo(BackfillState.CANCELLED);
        assertThat(cancelled.count(SliceState.CANCELLED)).isEqualTo(9);
        assertThat(node.runsOf("fill")).hasSize(2).allMatch(run -> run.state() == RunState.CANCELLED);
        assertThat(rows("SELECT count(*)::text FROM filled")).containsExactly("0");
    }

    @Test
    void runsAlthoughTheJobIsPausedAsWhateverPeopleAskForDoes() {
        node.deploy(JobDefinitions.sql("fill", NOTE).every(Duration.ofDays(1)));
        node.freshet().control().pause("fill", TestNode.TESTER, null, null);
        awaitState(start(days("fill", 2)), BackfillState.SUCCEEDED);
    }

    @Test
    void stopsVisiblyWhenItsJobGoesAway() {
        node.deploy(JobDefinitions.sql("fill", NOTE + "SELECT pg_sleep(0.3)"));
        long id = start(days("fill", 50));
        awaitBackfill(id, backfill -> backfill.done() > 0);
        node.deploy();
        Backfill stopped = awaitState(id, BackfillState.STOPPED);
        assertThat(stopped.note()).isEqualTo("job fill is not defined any more");
    }

    @Test
    void refusesARangeThatMakesTooManySlicesAndSaysWhatWouldDo() {
        node.deploy(JobDefinitions.sql("fill", NOTE).every(Duration.ofMinutes(5)));
        assertThatThrownBy(() -> start(BackfillRequest.of("fill", FROM, FROM.plus(Duration.ofDays(60)), null)))
                .hasMessageContaining("at most 10,000 slices")
                .hasMessageContaining("by days it would be 60 (1d)");
        assertThatThrownBy(() -> start(BackfillRequest.of("fill", FROM, FROM, null)))
                .hasMessageContaining("is empty");
        Instant ahead = Instant.now().plus(Duration.ofDays(2));
        assertThatThrownBy(() -> start(BackfillRequest.of("fill", FROM, ahead, "1d")))
                .hasMessageContaining("is about the past");
    }

    @Test
    void writesEveryActToTheAuditTrailAndRefusesWhatDoesNotFit() {
        node.deploy(JobDefinitions.sql("fill", NOTE + "SELECT pg_sleep(600)"));
        long id = start(days("fill", 3));
        BackfillControl control = node.freshet().backfills().control();
        control.stop(id, TestNode.TESTER, "why not");
        assertThatThrownBy(() -> control.stop(id, TestNode.TESTER, null)).hasMessageContaining("is stopped");
        control.resume(id, TestNode.TESTER, null);
        control.cancel(id, TestNode.TESTER, null);
        assertThatThrownBy(() -> control.retry(id, null, TestNode.TESTER, null)).hasMessageContaining("is over");
        assertThatThrownBy(() -> control.cancel(id, TestNode.TESTER, null)).hasMessageContaining("is cancelled");
        assertThatThrownBy(() -> control.cancel(999, TestNode.TESTER, null))
                .hasMessageContaining("There is no backfill 999");
        assertThat(rows("SELECT action || ' ' || subject || coalesce(' ' || reason, '') || ' ' || (details ->> 'job')"
                        + " FROM freshet.audit ORDER BY id"))
                .containsExactly(
                        "backfill-start " + id + " fill",
                        "backfill-stop " + id + " why not fill",
                        "backfill-resume " + id + " fill",
                        "backfill-cancel " + id + " fill");
    }

    private static BackfillRequest days(String job, int count) {
        return BackfillRequest.of(job, FROM, FROM.plus(Duration.ofDays(count)), "1d");
    }

    private long start(BackfillRequest request) {
        return node.freshet().backfills().control().start(request, TestNode.TESTER);
    }

    private Backfill awaitState(long id, BackfillState state) {
        return awaitBackfill(id, backfill -> backfill.state() == state);
    }

    private Backfill awaitBackfill(long id, Predicate<Backfill> condition) {
        return await("backfill " + id)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> node.freshet()
                                .database()
                                .call(session ->
                                        node.freshet().backfills().control().load(session, id)),
                        condition);
    }

    private void awaitOf(String trigger) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> node.runsOf("fill").stream()
                        .anyMatch(run -> run.trigger().id().equals(trigger) && run.state() == RunState.SUCCEEDED));
    }

    private List<BackfillSlice> slices(long id) {
        return node.freshet()
                .database()
                .call(session -> node.freshet().backfills().slices().list(session, id, null, 0, 1_000));
    }

    private int mostAtOnce() {
        return Integer.parseInt(rows("""
            SELECT max((SELECT count(*) FROM freshet.run o WHERE o.started_at <= r.started_at AND o.ended_at > r.started_at))::text
            FROM freshet.run r
            """).getFirst());
    }

    private List<String> rows(String sql) {
        return node.database().sql().queryAll(sql).stream().map(String::valueOf).toList();
    }
}
