// SPDX-License-Identifier: Apache-2.0
package dev.freshet.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.testing.Evidence;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded is all there is to know: replayed on a copy of the table, it gives the table after the run. */
class ChangeReplayPostgresTest {

    private static final String REPLAY = """
        DO $$
        DECLARE
          c record;
          gone int;
        BEGIN
          FOR c IN SELECT * FROM freshet.change WHERE run_id = :run ORDER BY number LOOP
            IF c.before IS NOT NULL THEN
              DELETE FROM copy WHERE ctid = (SELECT x.ctid FROM copy x WHERE to_jsonb(x) = c.before LIMIT 1);
              GET DIAGNOSTICS gone = ROW_COUNT;
              IF gone <> 1 THEN RAISE EXCEPTION 'no row for change %', c.number; END IF;
            END IF;
            IF c.after IS NOT NULL THEN
              INSERT INTO copy SELECT * FROM jsonb_populate_record(NULL::copy, c.after);
            END IF;
          END LOOP;
        END $$
        """;

    private static final String DIFFERENCE =
            "SELECT (SELECT count(*) FROM (TABLE t EXCEPT ALL TABLE copy) a) + (SELECT count(*) FROM (TABLE copy"
                    + " EXCEPT ALL TABLE t) b)";

    private final TestNode node = TestNode.started();

    @AfterEach
    void close() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesTheTableAfterTheRun(boolean withKey) {
        for (int seed = 1; seed <= 12; seed++) {
            Random random = new Random(seed);
            node.database()
                    .sql()
                    .execute("DROP TABLE IF EXISTS t, copy; CREATE TABLE t (id int %s, v text, n numeric);"
                                    .formatted(withKey ? "PRIMARY KEY" : "")
                            + " INSERT INTO t SELECT i, 'v' || i % 3, i FROM generate_series(1, 40) i; CREATE"
                            + " TABLE copy AS TABLE t");
            String sql = String.join(";\n", statements(random, withKey));
            node.deploy(JobDefinitions.sql("change", sql)
                    .evidence(new Evidence().track("t", 100_000, null, null).definition()));
            Run run = node.awaitRun(node.run("change"), found -> !found.state().isActive());
            assertThat(run.state()).as(sql).isEqualTo(RunState.SUCCEEDED);
            node.database().sql().execute(REPLAY.replace(":run", Long.toString(run.id())));
            assertThat(node.database().sql().query(DIFFERENCE))
                    .as("seed " + seed + ":\n" + sql)
                    .isEqualTo("0");
            assertThat(node.database()
                            .sql()
                            .query("SELECT sum(row_count) = sum(kept) FROM freshet.change_count WHERE kind <> 'share'"
                                    + " AND run_id = "
                                    + run.id()))
                    .as(sql)
                    .isIn("t", null);
        }
    }

    private static List<String> statements(Random random, boolean withKey) {
        List<String> statements = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        int next = 1000;
        for (int i = 0; i < count; i++) {
            int k = 2 + random.nextInt(4);
            int r = random.nextInt(k);
            next += 1000;
            statements.add(
                    switch (random.nextInt(withKey ? 9 : 7)) {
                        case 0 ->
                            "INSERT INTO t SELECT i, 'new', i / 3.0 FROM generate_series(%d, %d) i"
                                    .formatted(next, next + random.nextInt(30));
                        case 1 -> "UPDATE t SET v = v || 'x' WHERE id %% %d = %d".formatted(k, r);
                        case 2 -> "UPDATE t SET n = n, v = v";
                        case 3 -> "DELETE FROM t WHERE id %% %d = %d".formatted(k, r);
                        case 4 -> "UPDATE t SET id = id + %d WHERE id %% %d = %d".formatted(100_000 * (i + 1), k, r);
                        case 5 ->
                            "UPDATE t SET n = NULL, v = CASE WHEN id %% 2 = 0 THEN v END WHERE id %% %d = %d"
                                    .formatted(k, r);
                        case 6 -> random.nextInt(4) == 0 ? "TRUNCATE t" : "SELECT 1";
                        case 7 ->
                            "INSERT INTO t SELECT id + 1, 'up', 0 FROM t ON CONFLICT (id) DO UPDATE SET v = 'over', n"
                                    + " = t.n + 1";
                        default ->
                            "WITH gone AS (DELETE FROM t WHERE id %% %d = %d RETURNING *) INSERT INTO t SELECT id + %d, v, n FROM gone"
                                    .formatted(k, r, 10_000_000 * (i + 1));
                    });
        }
        return statements;
    }
}
