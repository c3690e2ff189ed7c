// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Session;
import dev.freshet.testing.FreshetDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DefinitionApplierPostgresTest {

    private static final String FIRST = """
        freshet: 1
        jobs:
          tidy: {type: sql, sql: select 1, retries: 2}
          load: {type: procedure, procedure: app.load(), schedule: "@hourly"}
        views:
          second_view: {group: audience}
          first_view: {group: audience}
        groups:
          audience: {every: 5m}
        """;

    private final FreshetDatabase freshet = FreshetDatabase.create();
    private final List<Long> deployed = new ArrayList<>();
    private final DefinitionApplier applier = new DefinitionApplier(
            freshet.database(), List.of((session, definitions, deploymentId) -> deployed.add(deploymentId)));

    @AfterEach
    void dropDatabase() {
        freshet.close();
    }

    @Test
    void writesOneDeploymentAndWhatItBrought() {
        Applied applied = apply(FIRST);

        assertThat(applied.isNew()).isTrue();
        assertThat(applied.deployment().created()).isEqualTo(5);
        assertThat(deployed).containsExactly(applied.deployment().id());
        Definitions declared = Reading.valid(FIRST).definitions();
        Definitions current = applier.current();
        assertThat(current.jobs()).containsExactlyElementsOf(declared.jobs());
        assertThat(current.views()).containsExactlyElementsOf(declared.views());
        assertThat(current.groups()).containsExactlyElementsOf(declared.groups());
        assertThat(current.retention()).isEqualTo(declared.retention());
        assertThat(freshet.sql().query("SELECT file || ':' || line FROM freshet.definition WHERE name = 'load'"))
                .isEqualTo("freshet.yaml:4");
    }

    @Test
    void writesNothingWhenNothingChanged() {
        Applied first = apply(FIRST);
        Applied again = apply("# another comment\n" + FIRST);

        assertThat(again.isNew()).isFalse();
        assertThat(again.deployment()).isEqualTo(first.deployment());
        assertThat(deployed).hasSize(1);
        assertThat(freshet.sql().query("SELECT count(*) FROM freshet.deployment"))
                .isEqualTo("1");
    }

    @Test
    void plansWhatWouldChangeKeyByKey() {
        apply(FIRST);
        Plan plan = applier.plan(Reading.valid("""
            freshet: 1
            jobs:
              tidy: {type: sql, sql: select 1, retries: 5, timeout: 1m}
              load: {type: procedure, procedure: app.load(), schedule: "@hourly"}
              fresh: {type: sql, sql: select 2}
            retention: {logs: 7d}
            """).definitions());

        assertThat(plan.count(PlanAction.CREATE)).isEqualTo(2);
        assertThat(plan.count(PlanAction.CHANGE)).isEqualTo(1);
        assertThat(plan.count(PlanAction.UNCHANGED)).isEqualTo(1);
        assertThat(plan.count(PlanAction.REMOVE)).isEqualTo(3);
        PlanEntry tidy = plan.entries().getFirst();
        assertThat(tidy.name()).hasToString("job tidy");
        assertThat(tidy.changes())
                .extracting(change -> change.key() + ": " + text(change.before()) + " -> " + text(change.after()))
                .containsExactly("retries.count: 2 -> 5", "timeout: null -> \"1m\"");
        assertThat(plan.toJson())
                .startsWith("{\"deployment\":1,\"create\":2,\"change\":1,\"remove\":3,\"unchanged\":1");
        assertThat(freshet.sql().query("SELECT count(*) FROM freshet.deployment"))
                .isEqualTo("1");
    }

    @Test
    void putsWarningsBesideTheDefinitionsTheyAreAbout() {
        DefinitionReading.Valid reading = Reading.valid("freshet: 1\nkpis: {}\ngroups: {lonely: {}}\n");
        Plan plan = applier.plan(reading.definitions()).withWarnings(reading.warnings());
        assertThat(plan.entries().getFirst().warnings()).hasSize(1);
        assertThat(plan.warnings()).singleElement().asString().contains("kpis");
    }

    @Test
    void keepsTheDeploymentOfWhatDidNotChange() {
        Applied first = apply(FIRST);
        Applied second = apply(FIRST.replace("select 1", "select 2"));

        assertThat(second.deployment().changed()).isEqualTo(1);
        assertThat(freshet.sql().queryAll("SELECT DISTINCT deployment_id FROM freshet.definition ORDER BY 1"))
                .containsExactly(
                        String.valueOf(first.deployment().id()),
                        String.valueOf(second.deployment().id()));
        assertThat(freshet.sql().query("SELECT deployment_id FROM freshet.definition WHERE name = 'tidy'"))
                .isEqualTo(String.valueOf(second.deployment().id()));
    }

    @Test
    void removesEverythingWhenNothingIsDeclared() {
        apply(FIRST);
        Applied applied = applier.apply(Definitions.empty(), DefinitionSources.NONE, "ada", "cli");
        assertThat(applied.deployment().removed()).isEqualTo(5);
        assertThat(applier.current()).isEqualTo(Definitions.empty());
    }

    @Test
    void changesNothingWhenAFeatureCannotFollow() {
        apply(FIRST);
        DefinitionApplier failing = new DefinitionApplier(freshet.database(), List.of((session, definitions, id) -> {
            session.execute("CREATE TABLE public.half_done ()");
            throw new IllegalStateException("cannot follow");
        }));

        assertThatThrownBy(() -> failing.apply(Definitions.empty(), DefinitionSources.NONE, "ada", "cli"))
                .hasMessage("cannot follow");

        assertThat(freshet.sql().query("SELECT to_regclass('public.half_done')"))
                .isNull();
        assertThat(freshet.sql().query("SELECT count(*) FROM freshet.deployment"))
                .isEqualTo("1");
        assertThat(applier.current().jobs()).hasSize(2);
    }

    @Test
    void refusesWhatWasPlannedAgainstAnotherDeployment() {
        DefinitionReading.Valid reading = Reading.valid(FIRST);
        Applied first = applier.apply(reading.definitions(), reading.sources(), "ada", "cli", 0L);
        long id = first.deployment().id();
        assertThatThrownBy(() -> applier.apply(Definitions.empty(), DefinitionSources.NONE, "ada", "cli", 0L))
                .isInstanceOfSatisfying(
                        FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STALE_DEFINITIONS))
                .hasMessageContaining("deployment " + id + " is in force");
        assertThat(applier.apply(Definitions.empty(), DefinitionSources.NONE, "ada", "cli", id)
                        .isNew())
                .isTrue();
    }

    @Test
    void letsConcurrentAppliesWaitForEachOther() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        DefinitionApplier slow = new DefinitionApplier(freshet.database(), List.of((session, definitions, id) -> {
            inside.countDown();
            await(goOn);
        }));
        DefinitionReading.Valid reading = Reading.valid(FIRST);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Applied> first =
                    threads.submit(() -> slow.apply(reading.definitions(), reading.sources(), "ada", "cli"));
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            Future<Applied> second =
                    threads.submit(() -> applier.apply(reading.definitions(), reading.sources(), "bob", "cli"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> "1"
                            .equals(freshet.sql()
                                    .query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                                            + " AND NOT granted")));
            goOn.countDown();

            assertThat(first.get().isNew()).isTrue();
            assertThat(second.get().isNew()).isFalse();
            assertThat(second.get().deployment()).isEqualTo(first.get().deployment());
        }
    }

    @Test
    void tellsListeningNodesOnceItIsInForce() {
        try (Session listener = freshet.database().openDirect()) {
            listener.execute("LISTEN freshet");
            apply(FIRST);
            assertThat(listener.notifications(Duration.ofSeconds(20)))
                    .extracting("payload")
                    .containsExactly("definitions");
        }
    }

    @Test
    void keepsFilesAndChangesOfEachDeployment() {
        Applied first = apply(FIRST);
        Applied second = apply(FIRST.replace("retries: 2", "retries: 3"));

        assertThat(applier.listDeployments(10, null)).containsExactly(second.deployment(), first.deployment());
        assertThat(applier.listDeployments(10, second.deployment().id())).containsExactly(first.deployment());
        DeploymentDetails details =
                applier.findDeployment(second.deployment().id()).orElseThrow();
        assertThat(details.changes()).containsExactlyElementsOf(second.plan().changes());
        assertThat(details.files().getFirst().content()).contains("retries: 3");
        assertThat(applier.findDeployment(77)).isEmpty();
        assertThat(applier.findDeploymentInForce()).contains(second.deployment());
    }

    private Applied apply(String yaml) {
        DefinitionReading.Valid reading = Reading.valid(yaml);
        return applier.apply(reading.definitions(), reading.sources(), "ada", "cli");
    }

    private static String text(@Nullable JsonNode node) {
        return String.valueOf(node);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
