// SPDX-License-Identifier: Apache-2.0
package dev.freshet.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.definition.JobSpec;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.Run;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunOutcome;
import dev.freshet.job.RunState;
import dev.freshet.schema.History;
import dev.freshet.schema.PartitionStore;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files that a Java handler keeps, alone or with its work. */
class ArtifactPostgresTest {

    private static final RunOutcome DONE = new RunOutcome.Succeeded(null, false);
    private static final JobDefinitions JOB =
            JobDefinitions.sql("keeper", "SELECT 1").spec(new JobSpec.Java("keep"));

    private final ArtifactStore store = new ArtifactStore();
    private Consumer<RunContext> work = context -> {};
    private final TestNode node = TestNode.started(builder -> builder.handler("keep", context -> {
        work.accept(context);
        return DONE;
    }));

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void keepsAFileAtOnceWhateverBecomesOfTheWork() {
        work = context -> {
            context.keep(NewArtifact.ofText(null, "orders.csv", "text/csv", "id;sum\n1;2\n"));
            throw new IllegalStateException("after the file");
        };
        Run run = run(RunState.FAILED);
        Artifact artifact = list(run).getFirst();
        assertThat(artifact.name()).isEqualTo("orders.csv");
        assertThat(artifact.mediaType()).isEqualTo("text/csv; charset=utf-8");
        assertThat(artifact.size()).isEqualTo(11);
        assertThat(artifact.sha256()).hasSize(64);
        assertThat(content(artifact)).isEqualTo("id;sum\n1;2\n");
    }

    @Test
    void keepsAFileWithTheWorkOrNotAtAll() {
        work = context -> {
            context.session().begin();
            context.keep(context.session(), NewArtifact.ofText("7", "a.txt", "text/plain", "rolled back"));
            context.session().rollback();
            context.session().begin();
            context.keep(context.session(), NewArtifact.ofText("7", "b.txt", "text/plain", "committed"));
            context.session().commit();
        };
        assertThat(list(run(RunState.SUCCEEDED)))
                .extracting(Artifact::name, Artifact::itemKey)
                .containsExactly(Tuple.tuple("b.txt", "7"));
    }

    @Test
    void refusesWhatIsLargerThanARunMayKeepAndSaysSo() {
        work = context ->
                context.keep(new NewArtifact(null, "huge.bin", "application/octet-stream", new byte[11 << 20]));
        Run run = run(RunState.SUCCEEDED);
        Artifact artifact = list(run).getFirst();
        assertThat(artifact.isKept()).isFalse();
        assertThat(artifact.leftOut()).isEqualTo("larger than the 10 MiB that an artifact may have");
        assertThat(artifact.size()).isEqualTo(11 << 20);
        Optional<byte[]> content = node.freshet().database().call(session -> store.content(session, artifact.id()));
        assertThat(content).isEmpty();
        assertThat(node.database()
                        .sql()
                        .query("SELECT message FROM freshet.log_line WHERE level = 'warn' AND run_id = " + run.id()))
                .contains("huge.bin of 11534336 bytes is not kept");
    }

    @Test
    void refusesWhatGoesBeyondAllThatARunMayKeep() {
        ArtifactPolicy policy = new ArtifactPolicy(10, 25);
        work = context -> {
            Run run = context.run();
            AttemptArtifacts artifacts = new AttemptArtifacts(policy, run.id(), run.attempt(), context.attemptId());
            for (int i = 0; i < 4; i++) {
                artifacts.keep(
                        context.session(), new NewArtifact(null, "part-" + i, "text/plain", new byte[i == 3 ? 5 : 10]));
            }
        };
        assertThat(list(run(RunState.SUCCEEDED))).extracting(Artifact::isKept).containsExactly(true, true, false, true);
    }

    @Test
    void refusesTheFilesOfAnAttemptThatIsNotInChargeAnyMore() {
        AtomicReference<@Nullable ErrorCode> refusal = new AtomicReference<>();
        work = context -> {
            node.database()
                    .sql()
                    .execute("UPDATE freshet.attempt SET state = 'lost', history = 'failed',"
                            + " ended_at = now() WHERE id = " + context.attemptId());
            try {
                context.keep(NewArtifact.ofText(null, "late.txt", "text/plain", "late"));
            } catch (FreshetException e) {
                refusal.set(e.code());
                throw e;
            }
        };
        node.deploy(JOB);
        long run = node.run("keeper");
        await().until(() -> refusal.get() == ErrorCode.FENCED);
        assertThat(list(node.find(run))).isEmpty();
    }

    @Test
    void makesAFileNameOfAnyName() {
        work = context -> {
            context.keep(NewArtifact.ofText(null, "../../etc/pass\nwd", "text/plain", ""));
            context.keep(NewArtifact.ofText(null, "..", "text/html\r\nX-Evil: 1", ""));
        };
        assertThat(list(run(RunState.SUCCEEDED)))
                .extracting(Artifact::name)
                .containsExactly(".._.._etc_pass_wd", "artifact");
    }

    @Test
    void dropsArtifactsWithTheirWeek() {
        work = context -> context.keep(NewArtifact.ofText(null, "old.txt", "text/plain", "old"));
        Run run = run(RunState.SUCCEEDED);
        Freshet freshet = node.freshet();
        freshet.database().transaction(session -> {
            session.execute("UPDATE freshet.artifact SET kept_at = kept_at - interval '100 days'");
            session.execute("SELECT freshet.create_partition('freshet.artifact', 'week', now() - interval '100 days')");
            return new PartitionStore().dropOlderThan(session, History.ARTIFACT, Duration.ofDays(30));
        });
        assertThat(list(run)).isEmpty();
    }

    private Run run(RunState end) {
        node.deploy(JOB);
        return node.awaitState(node.run("keeper"), end);
    }

    private List<Artifact> list(Run run) {
        return node.freshet().database().call(session -> store.list(session, run.id(), null, 0, 100));
    }

    private String content(Artifact artifact) {
        return new String(
                node.freshet()
                        .database()
                        .call(session -> store.content(session, artifact.id()))
                        .orElseThrow(),
                StandardCharsets.UTF_8);
    }
}
