// SPDX-License-Identifier: Apache-2.0
package dev.freshet.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.JobSpec;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.testing.Evidence;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangesPostgresTest {

    private final TestNode node = TestNode.started();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void recordsRowsBeforeAndAfterWithTheirKey() {
        sql("CREATE TABLE done (id int PRIMARY KEY, v text); INSERT INTO done VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        Run run = run("INSERT INTO done VALUES (4, 'd'); UPDATE done SET v = 'B' WHERE id <= 2; UPDATE done SET v = v;"
                + " DELETE FROM done WHERE id = 3");
        assertThat(kinds(run)).containsExactly("insert", "update", "update", "delete");
        Change update = changes(run).get(1);
        assertThat(update.key()).isEqualTo("{\"id\": 1}");
        assertThat(update.before()).contains("\"a\"");
        assertThat(update.after()).contains("\"B\"");
        assertThat(update.columns()).containsExactly("v");
        assertThat(update.attempt()).isEqualTo(1);
        ChangeSummary summary = summary(run);
        assertThat(List.of(summary.inserted(), summary.updated(), summary.deleted(), summary.kept()))
                .containsExactly(1L, 2L, 1L, 4L);
        assertThat(summary.touched()).isEqualTo(4);
        assertThat(summary.rowsBefore()).isEqualTo(3);
        assertThat(summary.applied()).isTrue();
    }

    @Test
    void recordsNothingOfOtherSessions() throws SQLException {
        sql("CREATE TABLE done (id int PRIMARY KEY, v text)");
        track(
                "INSERT INTO done VALUES (1, 'run'); SELECT pg_sleep(1.5); INSERT INTO done VALUES (2, 'run')",
                new Evidence().track("done"));
        long id = node.run("tidy");
        node.awaitState(id, RunState.RUNNING);
        try (Connection stranger = node.database().sql().connect();
                Statement statement = stranger.createStatement()) {
            statement.execute("INSERT INTO done VALUES (10, 'stranger')");
            // Not even one that says it works for the run.
            statement.execute("SET freshet.run_id = '" + id + "'; SET freshet.attempt_id = '"
                    + node.find(id).attemptId()
                    + "'; SET freshet.tracked = '{\"done\": {\"keep\": 9, \"limited\": false, \"redact\": []}}'");
            statement.execute("INSERT INTO done VALUES (11, 'impostor')");
        }
        Run run = node.awaitState(id, RunState.SUCCEEDED);
        assertThat(changes(run)).extracting(Change::key).containsExactly("{\"id\": 1}", "{\"id\": 2}");
        assertThat(one("SELECT count(*) FROM done")).isEqualTo("4");
    }

    @Test
    void recordsNothingForJobsThatDoNotTrackTheTable() {
        sql("CREATE TABLE done (id int PRIMARY KEY, v text)");
        track("SELECT 1", new Evidence().track("done"));
        node.awaitState(node.run("tidy"), RunState.SUCCEEDED);
        node.deploy(JobDefinitions.sql("other", "INSERT INTO done VALUES (1, 'x')"));
        Run run = node.awaitState(node.run("other"), RunState.SUCCEEDED);
        assertThat(changes(run)).isEmpty();
        assertThat(one("SELECT count(*) FROM freshet.change_count")).isEqualTo("0");
    }

    @Test
    void keepsSoManyRowsAndCountsAllOfThem() {
        sql("CREATE TABLE done (id int PRIMARY KEY, v text)");
        track(
                "INSERT INTO done SELECT i, 'x' FROM generate_series(1, 30) i; INSERT INTO done SELECT i, 'x' FROM"
                        + " generate_series(31, 5000) i; UPDATE done SET v = 'y'",
                new Evidence().track("done", 50, null, null));
        Run run = node.awaitState(node.run("tidy"), RunState.SUCCEEDED);
        assertThat(changes(run)).hasSize(50);
        assertThat(summary(run).inserted()).isEqualTo(5000);
        assertThat(summary(run).updated()).isEqualTo(5000);
        assertThat(summary(run).kept()).isEqualTo(50);
    }

    @Test
    void boundsTheBytesOfARun() {
        sql("CREATE TABLE done (id int PRIMARY KEY, v text)");
        Run run = run("INSERT INTO done SELECT i, repeat('x', 1000000) FROM generate_series(1, 30) i");
        assertThat(changes(run)).hasSizeBetween(10, 17);
        assertThat(summary(run).inserted()).isEqualTo(30);
    }

    @Test
    void masksWhatTheJobRedactsAndStillSaysThatItChanged() {
        sql("CREATE TABLE customer (id int PRIMARY KEY, email text, doc jsonb); INSERT INTO customer VALUES (1,"
                + " 'ann@example.org', '{\"phone\": {\"home\": 12345}, \"n\": 1}')");
        track(
                "UPDATE customer SET email = 'bob@example.org'",
                new Evidence().track("customer").redact("customer.email").redact("doc.phone.home"));
        Run run = node.awaitState(node.run("tidy"), RunState.SUCCEEDED);
        Change change = changes(run).getFirst();
        assertThat(change.columns()).containsExactly("email");
        assertThat(change.before()).contains("***").doesNotContain("ann@");
        assertThat(change.after()).contains("\"n\": 1", "***").doesNotContain("bob@", "12345");
        assertThat(one("SELECT count(*) FROM freshet.change c WHERE c::text LIKE '%example.org%' OR c::text"
                        + " LIKE '%12345%'"))
                .isEqualTo("0");
    }

    @Test
    void recordsPartitionedTablesAlsoWhereAPartitionIsWrittenDirectly() {
        sql("""
            CREATE TABLE part (id int, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
            CREATE TABLE part_a PARTITION OF part FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
            CREATE TABLE part_b PARTITION OF part FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
            """);
        track("""
            INSERT INTO part VALUES (1, '2020-05-05'); INSERT INTO part_a VALUES (2, '2020-06-06');
            UPDATE part SET day = '2021-05-05' WHERE id = 1; TRUNCATE part
            """, new Evidence().track("part"));
        sql("CREATE TABLE part_c PARTITION OF part FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')");
        Run run = node.awaitState(node.run("tidy"), RunState.SUCCEEDED);
        assertThat(kinds(run)).containsExactly("insert", "insert", "update", "truncate", "truncate");
        assertThat(changes(run)).extracting(Change::table).containsOnly("part");
        assertThat(changes(run).get(2).before()).contains("2020-05-05");
        assertThat(changes(run).get(2).after()).contains("2021-05-05");
        assertThat(one("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'part_c'::regclass AND tgname LIKE 'freshet%'"))
                .isEqualTo("4");
    }

    @Test
    void recordsInheritedTables() {
        sql("CREATE TABLE animal (id int, name text); CREATE TABLE cat (lives int) INHERITS (animal); INSERT INTO"
                + " cat VALUES (1, 'tom', 9)");
        track(
                "UPDATE animal SET name = 'Tom'; UPDATE cat SET lives = 8; TRUNCATE animal",
                new Evidence().track("animal"));
        Run run = node.awaitState(node.run("tidy"), RunState.SUCCEEDED);
        assertThat(kinds(run)).containsExactly("update", "update", "truncate");
        assertThat(changes(run).get(1).columns()).containsExactly("lives");
    }

    @Test
    void recordsMergeAndUpsertAndCopyByTheirParts() {
        sql("CREATE TABLE done (id int PRIMARY KEY, v text, twice text GENERATED ALWAYS AS (v || v) STORED);"
                + " INSERT INTO done VALUES (1, 'a')");
        track("""
            INSERT INTO done VALUES (1, 'b'), (2, 'c') ON CONFLICT (id) DO UPDATE SET v = excluded.v;
            DELETE FROM done; COPY done (id, v) FROM PROGRAM 'echo 1,a' (FORMAT csv)
            """, new Evidence().track("done"));
        Run run = node.awaitState(node.run("tidy"), RunState.SUCCEEDED);
        assertThat(kinds(run)).containsExactlyInAnyOrder("insert", "update", "delete", "delete", "insert");
        assertThat(changes(run).stream()
                        .filter(change -> change.kind().equals("update"))
                        .findFirst()
                        .orElseThrow()
                        .columns())
                .containsExactlyInAnyOrder("v", "twice");
        if (Integer.parseInt(one("SELECT current_setting('server_version_num')")) >= 150000) {
            track("""
                MERGE INTO done d USING (VALUES (1), (5)) s (id) ON d.id = s.id
                WHEN MATCHED THEN UPDATE SET v = 'm' WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, 'n')
                """, new Evidence().track("done"));
            Run merge = node.awaitState(node.run("tidy"), RunState.SUCCEEDED);
            assertThat(kinds(merge)).containsExactlyInAnyOrder("insert", "update");
        }
    }

    @Test
    void recordsTablesWithoutAKeyAndNewColumns() {
        sql("CREATE TABLE note (v json); INSERT INTO note VALUES ('{\"a\": 1}'), ('{\"a\": 2}')");
        Run first = run("UPDATE note SET v = '{\"a\": 3}' WHERE v ->> 'a' = '2'", "note");
        assertThat(changes(first)).hasSize(1);
        assertThat(changes(first).getFirst().key()).isNull();
        sql("ALTER TABLE note ADD COLUMN extra int DEFAULT 7");
        Run second = run(
                "UPDATE note SET extra = 8 WHERE v ->> 'a' = '3'; ALTER TABLE note ADD COLUMN late int; UPDATE note"
                        + " SET late = 1",
                "note");
        assertThat(changes(second)).hasSize(3);
        assertThat(changes(second).getFirst().columns()).containsExactly("extra");
        assertThat(changes(second).get(1).columns()).containsExactly("late");
    }

    @Test
    void leavesNothingOfAnAttemptThatWasRolledBack() {
        sql("CREATE TABLE done (id int PRIMARY KEY, v text)");
        node.deploy(JobDefinitions.sql(
                        "tidy", "INSERT INTO done VALUES (:attempt::int, 'x'); SELECT 1 / (:attempt::int - 1)")
                .evidence(new Evidence().track("done").definition())
                .retries(1, "any"));
        Run run = node.awaitState(node.run("tidy"), RunState.SUCCEEDED);
        assertThat(changes(run)).extracting(Change::key).containsExactly("{\"id\": 2}");
        assertThat(changes(run)).extracting(Change::attempt).containsExactly(2);
    }

    @Test
    void tellsTheAttemptsApartWhereEachCommitted() {
        sql("CREATE TABLE done (id int PRIMARY KEY, v text)");
        String sql = "INSERT INTO done VALUES (:attempt::int, 'x'); COMMIT; SELECT 1 / (:attempt::int - 1)";
        node.deploy(JobDefinitions.sql("tidy", sql)
                .spec(new JobSpec.Sql(sql, false))
                .evidence(new Evidence().track("done").definition())
                .retries(1, "any"));
        Run run = node.awaitState(node.run("tidy"), RunState.SUCCEEDED);
        assertThat(changes(run)).extracting(Change::attempt).containsExactly(1, 2);
    }

    @Test
    void warnsOfAMissingTableAndTracksItOnceItExists() {
        Evidence evidence = new Evidence().track("done");
        track("SELECT 1", evidence);
        node.awaitState(node.run("tidy"), RunState.SUCCEEDED);
        sql("CREATE TABLE done (id int PRIMARY KEY, v text)");
        track("INSERT INTO done VALUES (1, 'x')", evidence);
        assertThat(changes(node.awaitState(node.run("tidy"), RunState.SUCCEEDED)))
                .hasSize(1);
    }

    private Run run(String sql) {
        return run(sql, "done");
    }

    private Run run(String sql, String table) {
        track(sql, new Evidence().track(table));
        return node.awaitState(node.run("tidy"), RunState.SUCCEEDED);
    }

    private void track(String sql, Evidence evidence) {
        node.deploy(JobDefinitions.sql("tidy", sql).evidence(evidence.definition()));
    }

    private void sql(String sql) {
        node.database().sql().execute(sql);
    }

    private String one(String sql) {
        return String.valueOf(node.database().sql().query(sql));
    }

    private List<String> kinds(Run run) {
        return changes(run).stream().map(Change::kind).toList();
    }

    private List<Change> changes(Run run) {
        return node.freshet()
                .database()
                .call(session -> node.freshet()
                        .changes()
                        .list(session, run.id(), run.queuedAt(), new ChangeFilter(null, null, null, 1000)));
    }

    private ChangeSummary summary(Run run) {
        return Objects.requireNonNull(node.freshet()
                .database()
                .call(session -> node.freshet().changes().summarize(session, run.id(), run.queuedAt()))
                .getFirst());
    }
}
