// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.cron.DstPolicy;
import dev.freshet.error.FreshetException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DefinitionJsonTest {

    @Test
    void writesKeysAsInTheFilesWithDefaultsFilledIn() {
        JobDefinition job = new JobDefinition(
                "settle-payments",
                "finance",
                null,
                new JobSpec.Sql("select 1", true),
                new ScheduleDefinition.Cron("*/5 * * * *", ZoneId.of("Europe/Berlin"), DstPolicy.DEFAULT),
                OverlapPolicy.CANCEL_RUNNING,
                CatchUpPolicy.LATEST,
                JobDefinition.DEFAULT_CATCH_UP_LIMIT,
                RetryPolicy.NONE,
                Duration.ofMinutes(10),
                null,
                null,
                JobDefinition.DEFAULT_CANCEL_GRACE,
                JobDefinition.DEFAULT_SLOW_FACTOR,
                false,
                EvidenceDefinition.NONE);

        assertThat(DefinitionJson.toJson(job)).isEqualTo("""
            {"name":"settle-payments","owner":"finance","type":"sql","sql":"select 1","transaction":true,\
            "schedule":{"cron":"*/5 * * * *","time-zone":"Europe/Berlin",\
            "dst":{"gap":"default","overlap":"default"}},\
            "overlap":"cancel-running","catch-up":"latest","catch-up-limit":100,\
            "retries":{"count":0,"backoff":"5s","max-backoff":"10m","on":["transient","lost"]},\
            "timeout":"10m","cancel-grace":"1s"}\
            """);
    }

    @Test
    void writesSchedulesInThreeShapes() {
        assertThat(DefinitionJson.scheduleJson(new ScheduleDefinition.Every(Duration.ofMinutes(5))))
                .isEqualTo("{\"every\":\"5m\"}");
        assertThat(DefinitionJson.scheduleJson(new ScheduleDefinition.After("load")))
                .isEqualTo("{\"after\":\"load\"}");
    }

    @Test
    void ignoresKeysThatANewerVersionWrote() {
        assertThat(DefinitionJson.schedule("{\"every\":\"5m\",\"jitter\":\"1s\"}"))
                .isEqualTo(new ScheduleDefinition.Every(Duration.ofMinutes(5)));
    }

    @Test
    void namesWhatAStoredDefinitionLacks() {
        assertThatThrownBy(() -> DefinitionJson.retention("{}"))
                .isInstanceOf(FreshetException.class)
                .hasMessageContaining("lacks 'succeeded'");
        assertThatThrownBy(() -> DefinitionJson.job("{\"name\":\"n\",\"type\":\"dance\"}"))
                .hasMessageContaining("type 'dance'");
    }

    @Property(tries = 300)
    void readsBackEveryJob(@ForAll("jobs") JobDefinition job) {
        assertThat(DefinitionJson.job(DefinitionJson.toJson(job))).isEqualTo(job);
    }

    @Property(tries = 300)
    void readsBackEveryView(@ForAll("views") ViewDefinition view) {
        assertThat(DefinitionJson.view(DefinitionJson.toJson(view))).isEqualTo(view);
    }

    @Property(tries = 300)
    void readsBackEveryGroup(@ForAll("groups") GroupDefinition group) {
        assertThat(DefinitionJson.group(DefinitionJson.toJson(group))).isEqualTo(group);
    }

    @Property(tries = 300)
    void readsBackEverySchedule(@ForAll("schedules") ScheduleDefinition schedule) {
        assertThat(DefinitionJson.schedule(DefinitionJson.scheduleJson(schedule)))
                .isEqualTo(schedule);
    }

    @Property(tries = 50)
    void readsBackEveryRetention(@ForAll("retentions") RetentionDefinition retention) {
        assertThat(DefinitionJson.retention(DefinitionJson.toJson(retention))).isEqualTo(retention);
    }

    @Provide
    Arbitrary<JobDefinition> jobs() {
        return Combinators.combine(
                        Combinators.combine(
                                        texts(), texts().injectNull(0.3), texts().injectNull(0.3), specs(), evidence())
                                .as(Head::new),
                        schedules().injectNull(0.2),
                        Arbitraries.of(OverlapPolicy.class),
                        Arbitraries.of(CatchUpPolicy.class),
                        Arbitraries.integers().between(1, 10_000),
                        retries(),
                        durations().injectNull(0.3),
                        durations())
                .as((head, schedule, overlap, catchUp, limit, retries, timeout, grace) -> new JobDefinition(
                        head.name(),
                        head.owner(),
                        head.description(),
                        head.spec(),
                        schedule,
                        overlap,
                        catchUp,
                        limit,
                        retries,
                        timeout,
                        timeout,
                        grace,
                        grace,
                        2.5,
                        timeout == null,
                        head.evidence()));
    }

    @Provide
    Arbitrary<ViewDefinition> views() {
        return Combinators.combine(
                        texts(),
                        texts().injectNull(0.3),
                        promises().injectNull(0.3),
                        Arbitraries.of(RefreshMode.class),
                        schedules().injectNull(0.3),
                        durations(),
                        Arbitraries.integers().between(0, 100))
                .as((name, group, freshness, mode, schedule, lockTimeout, lockRetries) -> new ViewDefinition(
                        name,
                        group,
                        group,
                        freshness,
                        mode,
                        schedule,
                        freshness == null ? null : lockTimeout,
                        lockTimeout,
                        lockRetries,
                        group == null,
                        freshness == null ? true : null));
    }

    @Provide
    Arbitrary<GroupDefinition> groups() {
        return Combinators.combine(
                        texts(),
                        texts().list().ofMaxSize(4),
                        schedules().injectNull(0.3),
                        Arbitraries.of(OverlapPolicy.class),
                        Arbitraries.of(CatchUpPolicy.class),
                        durations().injectNull(0.3))
                .as((name, views, schedule, overlap, catchUp, timeout) -> new GroupDefinition(
                        name,
                        null,
                        views,
                        schedule,
                        3,
                        overlap,
                        catchUp,
                        timeout,
                        timeout == null,
                        timeout != null,
                        timeout == null ? DataTime.ONE : DataTime.EACH));
    }

    private static Arbitrary<FreshnessPromise> promises() {
        Arbitrary<PromiseWindow> windows = Combinators.combine(
                        Arbitraries.of(DayOfWeek.class).set().ofMinSize(1),
                        Arbitraries.integers().between(0, 1439),
                        Arbitraries.integers().between(0, 1439),
                        durations())
                .as((days, from, to, target) -> new PromiseWindow(
                        days, LocalTime.ofSecondOfDay(from * 60L), LocalTime.ofSecondOfDay(to * 60L), target));
        return Combinators.combine(
                        durations(),
                        Arbitraries.of("UTC", "Europe/Berlin", "+05:30"),
                        windows.list().ofMaxSize(3))
                .as((target, zone, held) -> held.isEmpty()
                        ? FreshnessPromise.of(target)
                        : new FreshnessPromise(held.size() == 1 ? null : target, ZoneId.of(zone), held));
    }

    @Provide
    Arbitrary<ScheduleDefinition> schedules() {
        Arbitrary<ScheduleDefinition> cron = Combinators.combine(
                        texts(),
                        Arbitraries.of("UTC", "Europe/Berlin", "America/Havana", "+05:30"),
                        Arbitraries.of(DstPolicy.Gap.class),
                        Arbitraries.of(DstPolicy.Overlap.class))
                .as((text, zone, gap, overlap) ->
                        new ScheduleDefinition.Cron(text, ZoneId.of(zone), new DstPolicy(gap, overlap)));
        Arbitrary<ScheduleDefinition> every = durations().map(ScheduleDefinition.Every::new);
        Arbitrary<ScheduleDefinition> after = texts().map(ScheduleDefinition.After::new);
        return Arbitraries.oneOf(List.of(cron, every, after));
    }

    @Provide
    Arbitrary<RetentionDefinition> retentions() {
        return Combinators.combine(durations(), durations(), durations())
                .as((one, two, three) -> new RetentionDefinition(one, two, three, one, two, three, one, two, three));
    }

    private static Arbitrary<JobSpec> specs() {
        Arbitrary<JobSpec> sql =
                Combinators.combine(texts(), Arbitraries.of(true, false)).as(JobSpec.Sql::new);
        Arbitrary<JobSpec> procedure = texts().map(JobSpec.Procedure::new);
        Arbitrary<JobSpec> refresh = Combinators.combine(
                        texts().injectNull(0.5),
                        texts().list().ofMaxSize(3),
                        Arbitraries.integers().between(1, 9))
                .as(JobSpec.Refresh::new);
        Arbitrary<JobSpec> items = Combinators.combine(
                        texts(), processes(), Arbitraries.integers().between(1, 64), Arbitraries.of(true, false))
                .as(JobSpec.Items::new);
        Arbitrary<JobSpec> http =
                Combinators.combine(calls(), calls().injectNull(0.5)).as(JobSpec.Http::new);
        Arbitrary<JobSpec> report = Combinators.combine(
                        texts(),
                        texts().injectNull(0.5),
                        texts(),
                        Arbitraries.of(ReportFormat.class),
                        Arbitraries.of(ReportAttachment.class))
                .as((select, query, template, format, attach) ->
                        new JobSpec.Report(select, query, template, template, format, attach, query, 3, query == null));
        Arbitrary<JobSpec> java = texts().map(JobSpec.Java::new);
        return Arbitraries.oneOf(List.of(sql, procedure, items, http, report, java, refresh));
    }

    private static Arbitrary<ItemProcess> processes() {
        Arbitrary<ItemProcess> sql = texts().map(ItemProcess.Sql::new);
        Arbitrary<ItemProcess> http = calls().map(ItemProcess.Http::new);
        Arbitrary<ItemProcess> handler = texts().map(ItemProcess.Handler::new);
        return Arbitraries.oneOf(List.of(sql, http, handler));
    }

    private static Arbitrary<HttpCall> calls() {
        return Combinators.combine(
                        texts(),
                        Arbitraries.of("GET", "POST"),
                        Arbitraries.maps(texts(), texts()).ofMaxSize(3),
                        texts().injectNull(0.5),
                        durations())
                .as((url, method, headers, body, timeout) ->
                        new HttpCall(url, method, headers, body, List.of("2xx", "404"), timeout));
    }

    private static Arbitrary<EvidenceDefinition> evidence() {
        Arbitrary<MetricDefinition> metric =
                Combinators.combine(texts(), texts()).as(MetricDefinition::new);
        Arbitrary<CheckDefinition> check = Combinators.combine(texts(), texts(), Arbitraries.of(CheckSeverity.class))
                .as(CheckDefinition::new);
        Arbitrary<@Nullable Double> percent =
                Arbitraries.of(0.5, 1.0, 20.0, 33.25, 100.0).injectNull(0.3);
        Arbitrary<TrackedTable> table = Combinators.combine(
                        texts(), Arbitraries.integers().between(0, 100_000), percent, percent)
                .as(TrackedTable::new);
        return Combinators.combine(
                        metric.list().ofMaxSize(3),
                        check.list().ofMaxSize(3),
                        table.list().ofMaxSize(3),
                        texts().list().ofMaxSize(3))
                .as(EvidenceDefinition::new);
    }

    private static Arbitrary<RetryPolicy> retries() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        durations(),
                        durations(),
                        texts().list().ofMaxSize(3))
                .as(RetryPolicy::new);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMinLength(1).ofMaxLength(12);
    }

    private static Arbitrary<Duration> durations() {
        return Arbitraries.longs().between(0, 1L << 40).map(Duration::ofMillis);
    }

    private record Head(
            String name,
            @Nullable String owner,
            @Nullable String description,
            JobSpec spec,
            EvidenceDefinition evidence) {}
}
