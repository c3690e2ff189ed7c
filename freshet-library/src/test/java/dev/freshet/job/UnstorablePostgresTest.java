// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.ItemProcess;
import dev.freshet.definition.JobSpec;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What handlers say that PostgreSQL cannot store: it must not keep their runs from their ends, nor other runs from theirs. */
class UnstorablePostgresTest {

    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final TestNode node = TestNode.started(builder -> builder.handler("broken", context -> {
                throw new IllegalArgumentException("For input string: \"12\0\0\"");
            })
            .handler("talkative", context -> {
                context.progress(1, 2, "x\0y");
                context.metric("na\0me", 3);
                pass(mayEnd);
                return new RunOutcome.Succeeded(1L, false);
            })
            .handler("endless", context -> {
                context.session().execute("SELECT pg_sleep(600)");
                return new RunOutcome.Succeeded(1L, false);
            })
            .handler("huge", context -> {
                context.metric("size", new java.math.BigDecimal("1E+900000"));
                return new RunOutcome.Succeeded(1L, false);
            })
            .itemHandler("picky", (context, session, item) -> {
                if (item.key().equals("2")) {
                    throw new IllegalArgumentException("bad \0");
                }
            }));

    @AfterEach
    void stop() {
        mayEnd.countDown();
        node.close();
    }

    @Test
    void failsARunWhoseErrorHasNulCharacters() {
        node.deploy(java("broken"));
        Run run = node.awaitState(node.run("broken"), RunState.FAILED);
        assertThat(Objects.requireNonNull(run.error()).message()).isEqualTo("For input string: \"12\uFFFD\uFFFD\"");
    }

    @Test
    void writesProgressWithNulCharactersAndEndsAnotherRunInTimeMeanwhile() {
        node.deploy(java("talkative"), java("endless").timeout(Duration.ofMillis(300)));
        long talkative = node.run("talkative");
        node.awaitRun(talkative, run -> "x\uFFFDy".equals(run.progressNote()));
        node.awaitState(node.run("endless"), RunState.FAILED);
        mayEnd.countDown();
        assertThat(node.awaitState(talkative, RunState.SUCCEEDED).metrics()).containsKey("na\uFFFDme");
    }

    @Test
    void failsAnItemWhoseErrorHasANulCharacterAndGoesOnWithTheRest() {
        node.deploy(JobDefinitions.sql("items", "")
                .spec(new JobSpec.Items(
                        "SELECT n::text AS key FROM generate_series(1, 5) n",
                        new ItemProcess.Handler("picky"),
                        1,
                        false)));
        Run run = node.awaitState(node.run("items"), RunState.FAILED);
        assertThat(node.database()
                        .sql()
                        .query("SELECT string_agg(state, ' ' ORDER BY number) FROM freshet.item WHERE run_id = "
                                + run.id()))
                .isEqualTo("done failed done done done");
    }

    @Test
    void endsPlainlyWhatPostgresRefusesForGood() {
        node.deploy(java("huge"));
        Run run = node.awaitState(node.run("huge"), RunState.FAILED);
        assertThat(Objects.requireNonNull(run.error()).message())
                .startsWith("The end of attempt 1 could not be recorded");
    }

    private static JobDefinitions java(String handler) {
        return JobDefinitions.sql(handler, "").spec(new JobSpec.Java(handler));
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
