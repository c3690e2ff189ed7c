// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.cron.DstPolicy;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionReaderTest {

    @Test
    void readsTheExampleOfTheDesign() {
        Definitions definitions = Reading.valid("""
            freshet: 1
            jobs:
              settle-payments: { type: sql, owner: finance, sql: "select pg_sleep(60)", schedule: "*/5 * * * *", time-zone: Europe/Berlin,
                                 overlap: coalesce, catch-up: latest, retries: 2, timeout: 10m }
            views:
              landing_hero_stats: { group: audience, freshness: 15m, refresh: concurrently }
            groups:
              audience: { schedule: "*/10 * * * *", parallel: 2 }   # the cron; 15 m is then the SLA it is held to
            """).definitions();

        assertThat(definitions.jobs())
                .containsExactly(new JobDefinition(
                        "settle-payments",
                        "finance",
                        null,
                        new JobSpec.Sql("select pg_sleep(60)", true),
                        cron("*/5 * * * *", "Europe/Berlin"),
                        OverlapPolicy.COALESCE,
                        CatchUpPolicy.LATEST,
                        100,
                        new RetryPolicy(2, Duration.ofSeconds(5), Duration.ofMinutes(10), RetryPolicy.DEFAULT_ON),
                        Duration.ofMinutes(10),
                        null,
                        null,
                        Duration.ofSeconds(1),
                        3,
                        false,
                        EvidenceDefinition.NONE));
        assertThat(definitions.groups())
                .containsExactly(new GroupDefinition(
                        "audience",
                        null,
                        List.of("landing_hero_stats"),
                        cron("*/10 * * * *", "UTC"),
                        2,
                        OverlapPolicy.COALESCE,
                        CatchUpPolicy.LATEST,
                        null,
                        false,
                        false,
                        DataTime.EACH));
        assertThat(definitions.views())
                .containsExactly(new ViewDefinition(
                        "landing_hero_stats",
                        "audience",
                        null,
                        FreshnessPromise.of(Duration.ofMinutes(15)),
                        RefreshMode.CONCURRENTLY,
                        null,
                        null,
                        Duration.ofMillis(500),
                        20,
                        false,
                        null));
    }

    @Test
    void reportsEveryFaultOfAFileInOneGo() {
        List<String> faults = Reading.faults("""
            freshet: 1
            jobs:
              settle-payments:
                type: sql
                sql: select 1
                scheduel: "*/5 * * * *"
                overlap: colesce
              tidy:
                type: sql
                sql: select 2
                schedule: "0 25 * * *"
                time-zone: Europe/Berln
            views:
              landing_hero_stats: { group: audiense, freshness: 15 min }
            groups:
              audience: { every: 10m }
            """);

        assertThat(faults).hasSize(6);
        assertThat(faults.get(0))
                .isEqualTo("freshet.yaml:6:5: jobs.settle-payments.scheduel: unknown key 'scheduel';"
                        + " did you mean 'schedule'?");
        assertThat(faults.get(1))
                .isEqualTo("freshet.yaml:7:14: jobs.settle-payments.overlap: 'colesce' is not known here;"
                        + " did you mean 'coalesce'? Expected coalesce, skip, cancel-running, allow.");
        assertThat(faults.get(2)).startsWith("freshet.yaml:11:18: jobs.tidy.schedule: Cron expression");
        assertThat(faults.get(3))
                .startsWith("freshet.yaml:12:16: jobs.tidy.time-zone: there is no time zone 'Europe/Berln';"
                        + " did you mean 'Europe/Berlin'?");
        assertThat(faults.get(4))
                .isEqualTo("freshet.yaml:14:32: views.landing_hero_stats.group: there is no group 'audiense';"
                        + " did you mean 'audience'?");
        assertThat(faults.get(5))
                .startsWith("freshet.yaml:14:53: views.landing_hero_stats.freshness: '15 min' is not a duration;"
                        + " did you mean '15m'?");
    }

    @Test
    void readsFoldersWholeAndInOrder(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("sub"));
        Files.createDirectories(folder.resolve(".git"));
        Files.writeString(folder.resolve("b.yaml"), "freshet: 1\njobs:\n  two: {type: sql, sql: select 2}\n");
        Files.writeString(folder.resolve("a.yml"), "freshet: 1\njobs:\n  one: {type: sql, sql: select 1}\n");
        Files.writeString(folder.resolve("sub/c.yaml"), "freshet: 1\njobs:\n  three: {type: sql, sql: select 3}\n");
        Files.writeString(folder.resolve(".git/d.yaml"), "no: 1\n");
        Files.writeString(folder.resolve("notes.txt"), "no");

        DefinitionReading.Valid valid = DefinitionReader.read(folder).orThrow();

        assertThat(valid.definitions().jobs()).extracting(JobDefinition::name).containsExactly("one", "two", "three");
        assertThat(valid.sources().files()).hasSize(3);
        assertThat(valid.sources().places().get(new DefinitionName(DefinitionKind.JOB, "two")))
                .isEqualTo(new Place(folder.resolve("b.yaml").toString(), 3, 3));
    }

    @Test
    void namesBothPlacesOfANameThatTwoFilesDefine() {
        DefinitionReading reading = DefinitionReader.read(List.of(
                new DefinitionSource("a.yaml", "freshet: 1\njobs:\n  tidy: {type: sql, sql: select 1}\n"),
                new DefinitionSource("b.yaml", "freshet: 1\nretention:\njobs:\n  tidy: {type: sql, sql: select 1}\n"),
                new DefinitionSource("c.yaml", "freshet: 1\nretention: {logs: 2d}\n")));

        assertThat(Reading.texts(reading))
                .containsExactly(
                        "b.yaml:4:3: jobs.tidy: the name 'tidy' is taken by the job at a.yaml:3:3;"
                                + " jobs, groups and views share one space of names: rename one of them.",
                        "c.yaml:2:1: retention: 'retention' is defined twice, first at b.yaml:2:1; keep one of them.");
    }

    @Test
    void reportsFilesThatCannotBeRead(@TempDir Path folder) throws IOException {
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, "owner: J\u00fcrgen".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Reading.texts(DefinitionReader.read(latin)).getFirst()).contains("not UTF-8 text");
        assertThat(Reading.texts(DefinitionReader.read(folder.resolve("no.yaml")))
                        .getFirst())
                .contains("the file cannot be read");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(Reading.texts(DefinitionReader.read(empty)).getFirst()).contains("holds no *.yaml");
    }

    @Test
    void givesAViewThatOnlyHasAPromiseNoSchedule() {
        Definitions definitions = Reading.valid("""
            freshet: 1
            views:
              promised: {freshness: 15m}
              tight: {freshness: 1s}
              own: {freshness: 15m, schedule: "@hourly"}
              grouped: {freshness: 15m, group: scheduled}
              lonely: {freshness: 1h, group: unscheduled}
              on_demand:
            groups:
              scheduled: {every: 10m}
              unscheduled: {}
            """).definitions();

        assertThat(definitions.views())
                .extracting(ViewDefinition::schedule)
                .containsExactly(null, null, cron("@hourly", "UTC"), null, null, null);
    }

    @Test
    void leavesSchemaPublicOutOfNames() {
        Definitions definitions = Reading.valid("""
            freshet: 1
            views: {public.stats: {group: g}, app.stats: {after: public.stats}}
            groups: {g: {}}
            """).definitions();
        assertThat(definitions.views()).extracting(ViewDefinition::name).containsExactly("stats", "app.stats");
        assertThat(definitions.views().get(1).schedule()).isEqualTo(new ScheduleDefinition.After("stats"));
        assertThat(definitions.groups().getFirst().views()).containsExactly("stats");
    }

    @Test
    void understandsAliasesAndMergeKeys() {
        Definitions definitions = Reading.valid("""
            freshet: 1
            jobs:
              one: &defaults {type: sql, sql: select 1, retries: 3, timeout: 1m}
              two: {<<: *defaults, sql: select 2}
              three: *defaults
            """).definitions();
        assertThat(definitions.jobs().get(1).spec()).isEqualTo(new JobSpec.Sql("select 2", true));
        assertThat(definitions.jobs())
                .allSatisfy(job -> assertThat(job.timeout()).isEqualTo(Duration.ofMinutes(1)));
    }

    @Test
    void survivesAnchorsThatContainThemselves() {
        assertThat(Reading.faults("freshet: 1\njobs: &a {<<: *a, b: *a}\n")).isNotEmpty();
        assertThat(Reading.faults("freshet: 1\njobs: &a {!!merge \"<<\": *a}\n"))
                .singleElement()
                .asString()
                .contains("tags such as");
    }

    @Test
    void warnsOfSectionsOfOtherVersionsAndOfEmptyGroups() {
        DefinitionReading.Valid valid = Reading.valid("""
            freshet: 1
            kpis: {sales: {hierarchy: sales}}
            groups: {audience: {every: 1m}}
            """);
        assertThat(valid.warnings())
                .extracting(Finding::text)
                .containsExactly(
                        "freshet.yaml:2:1: kpis: section 'kpis' is not available in this version; ignored",
                        "freshet.yaml:3:10: groups.audience: group 'audience' has no views; its refreshes do nothing;"
                                + " name it in a view: group: audience");
    }

    @Test
    void readsEveryKeyOfAProcedureJob() {
        JobDefinition job = Reading.valid("""
            freshet: 1
            jobs:
              settle:
                type: procedure
                description: Settles
                procedure: app.settle(:logical_time)
                schedule: 30 2 * * *
                time-zone: America/Havana
                dst: {gap: shift}
                catch-up: all
                catch-up-limit: 7
                retries: {count: 3, backoff: 1s, max-backoff: 1m, on: [any, 40001, "08"]}
                statement-timeout: 5m
                lock-timeout: 2s
                cancel-grace: 0s
            """).definitions().jobs().getFirst();
        assertThat(job.spec()).isEqualTo(new JobSpec.Procedure("app.settle(:logical_time)"));
        assertThat(job.schedule())
                .isEqualTo(new ScheduleDefinition.Cron(
                        "30 2 * * *",
                        ZoneId.of("America/Havana"),
                        new DstPolicy(DstPolicy.Gap.SHIFT, DstPolicy.Overlap.DEFAULT)));
        assertThat(job.retries())
                .isEqualTo(new RetryPolicy(
                        3, Duration.ofSeconds(1), Duration.ofMinutes(1), List.of("any", "40001", "08")));
        assertThat(job.catchUpLimit()).isEqualTo(7);
        assertThat(job.cancelGrace()).isZero();
    }

    @Test
    void throwsEveryFaultAtOnceWhenAsked() {
        assertThatThrownBy(() -> Reading.read("freshet: 2\njob: {}\n").orThrow())
                .isInstanceOfSatisfying(
                        FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DEFINITIONS))
                .hasMessageContaining("2 faults")
                .hasMessageContaining("freshet.yaml:1:10: freshet: the version of the format must be 1, not 2")
                .hasMessageContaining("did you mean 'jobs'?");
    }

    private static ScheduleDefinition.Cron cron(String expression, String zone) {
        return new ScheduleDefinition.Cron(expression, ZoneId.of(zone), DstPolicy.DEFAULT);
    }

    @Test
    void letsWorkOnItemsGoOnAfterALostAttemptUnlessToldOtherwise() {
        Definitions definitions = Reading.valid("""
            freshet: 1
            jobs:
              plain: { type: sql, sql: select 1 }
              items: { type: items, select: select 1 as key, process: select 1 }
              once: { type: items, select: select 1 as key, process: select 1, retries: 0 }
            """).definitions();
        assertThat(definitions.jobs()).extracting(job -> job.retries().count()).containsExactly(0, 10, 0);
    }
}
