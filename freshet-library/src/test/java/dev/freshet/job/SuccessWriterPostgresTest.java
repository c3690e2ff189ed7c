// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.OverlapPolicy;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Successes that are recorded together. */
class SuccessWriterPostgresTest {

    private final TestNode node = TestNode.started();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void keepsTheWholeHistoryOfManyRunsThatEndAtOnce() {
        node.deploy(procedure("busy"));
        List<Long> runs = enqueue("busy", 200);
        runs.forEach(run -> node.awaitState(run, RunState.SUCCEEDED));
        assertThat(count("attempt WHERE state = 'succeeded'")).isEqualTo(200);
        assertThat(count("log_line WHERE message = 'Attempt 1 begins'")).isEqualTo(200);
        assertThat(count("log_line WHERE message = 'Succeeded' AND number = 2")).isEqualTo(200);
        assertThat(count("run_active")).isZero();
    }

    @Test
    void tellsOfAnEndOnlyWhenItCanBeRead() {
        List<String> early = new CopyOnWriteArrayList<>();
        List<String> told = new CopyOnWriteArrayList<>();
        node.freshet().wakeups().subscribe(message -> {
            if (message.startsWith(Wakeups.ENDED)) {
                told.add(message);
                String id = message.substring(Wakeups.ENDED.length());
                if (count("run WHERE state = 'succeeded' AND id = " + id) == 0
                        || count("log_line WHERE message = 'Succeeded' AND run_id = " + id) == 0) {
                    early.add(message);
                }
            }
        });
        node.deploy(procedure("busy"));
        List<Long> runs = enqueue("busy", 50);
        await().until(() -> told.size() >= runs.size());
        assertThat(early).isEmpty();
    }

    @Test
    void recordsTheOthersWhenOneOfThemCannotBeRecorded() {
        node.deploy(procedure("busy"));
        node.database().sql().execute("""
            CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF new.state = 'succeeded' AND new.parameters ->> 'refused' = 'yes' AND new.rows_affected IS DISTINCT FROM -1
              THEN RAISE EXCEPTION 'not this one'; END IF;
              RETURN new;
            END $$;
            CREATE TRIGGER refuse BEFORE UPDATE ON freshet.run FOR EACH ROW EXECUTE FUNCTION public.refuse();
            """);
        List<Long> before = enqueue("busy", 20);
        long refused = node.run("busy", Map.of("refused", "yes"));
        List<Long> after = enqueue("busy", 20);
        before.forEach(run -> node.awaitState(run, RunState.SUCCEEDED));
        after.forEach(run -> node.awaitState(run, RunState.SUCCEEDED));
        assertThat(node.find(refused).state()).isEqualTo(RunState.RUNNING);
        node.database().sql().execute("DROP TRIGGER refuse ON freshet.run");
        node.awaitState(refused, RunState.SUCCEEDED);
        assertThat(count("log_line WHERE message = 'Succeeded' AND run_id = " + refused))
                .isEqualTo(1);
    }

    @Test
    void firesWhatFollowsEachOfManySuccesses() {
        node.deploy(
                procedure("busy"),
                JobDefinitions.sql("follower", "SELECT 1").after("busy").overlap(OverlapPolicy.ALLOW));
        enqueue("busy", 30).forEach(run -> node.awaitState(run, RunState.SUCCEEDED));
        await().until(() -> count("run WHERE job = 'follower' AND state = 'succeeded'") == 30);
        assertThat(count("tick WHERE job = 'follower' AND outcome = 'fired'")).isEqualTo(30);
    }

    /** Its success is recorded after its work, unlike that of a transaction. */
    private JobDefinitions procedure(String name) {
        node.database().sql().execute("""
            CREATE OR REPLACE PROCEDURE public.nothing() LANGUAGE plpgsql AS $$ BEGIN NULL; END $$
            """);
        return JobDefinitions.sql(name, "")
                .spec(new dev.freshet.definition.JobSpec.Procedure("public.nothing()"))
                .overlap(OverlapPolicy.ALLOW);
    }

    private List<Long> enqueue(String job, int runs) {
        return IntStream.range(0, runs).mapToObj(i -> node.run(job)).toList();
    }

    private long count(String table) {
        return Long.parseLong(
                String.valueOf(node.database().sql().query("SELECT count(*)::text FROM freshet." + table)));
    }
}
