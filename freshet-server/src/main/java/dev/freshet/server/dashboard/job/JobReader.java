// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.Freshet;
import dev.freshet.audit.AuditEntry;
import dev.freshet.definition.DidYouMean;
import dev.freshet.definition.JobSpec;
import dev.freshet.definition.Place;
import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunFilter;
import dev.freshet.postgres.NamedSql;
import dev.freshet.postgres.Session;
import dev.freshet.server.chart.CalendarHeatmap;
import dev.freshet.server.chart.Drawing;
import dev.freshet.server.chart.DurationChart;
import dev.freshet.server.dashboard.Reader;
import dev.freshet.server.dashboard.run.Fault;
import dev.freshet.server.dashboard.run.RunWords;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what the page of a job shows. */
@Component
class JobReader {

    private static final int BACKFILLS = 5;
    private static final int RUNS_LISTED = 15;
    private static final int ACTS = 12;
    /** What every run is given. */
    private static final Set<String> GIVEN = Set.of("logical_time", "run_id", "attempt");

    private final Freshet freshet;
    private final TicksReader ticks;

    JobReader(Freshet freshet, TicksReader ticks) {
        this.freshet = freshet;
        this.ticks = ticks;
    }

    @Nullable
    Job find(String name) {
        return freshet.database()
                .call(session -> freshet.jobs().find(session, name))
                .orElse(null);
    }

    /** The job that somebody who wrote this name probably meant, or null. */
    @Nullable
    String meant(String name) {
        List<String> names = freshet.database()
                .call(session ->
                        freshet.jobs().list(session).stream().map(Job::name).toList());
        return DidYouMean.closest(name, names);
    }

    JobDetails read(String name, Reader reader) {
        Place place = freshet.definitions().findPlace(name).orElse(null);
        return freshet.database().call(session -> read(session, name, place, reader));
    }

    private JobDetails read(Session session, String name, @Nullable Place place, Reader reader) {
        List<Job> jobs = freshet.jobs().list(session);
        Job job = jobs.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new FreshetException(ErrorCode.JOB_NOT_FOUND, "There is no job named " + name));
        List<String> groups = JobsReader.groupsOfViews(jobs).getOrDefault(name, List.of());
        List<Run> runs = freshet.runs().list(session, new RunFilter(name, null, null, DurationChart.MOST_RUNS));
        return new JobDetails(
                job,
                ScheduleWords.of(
                        job.definition(),
                        groups,
                        freshet.planner().plannedJobs(session).contains(name)),
                place,
                runs.subList(0, Math.min(RUNS_LISTED, runs.size())),
                freshet.runs().listActive(session, name, RUNS_LISTED),
                ticks.read(session, job, reader.now()),
                durations(job, runs, reader),
                days(session, name, reader),
                jobs.stream()
                        .filter(each -> each.definition().schedule() instanceof ScheduleDefinition.After after
                                && after.job().equals(name))
                        .map(Job::name)
                        .toList(),
                groups,
                acts(session, name, runs),
                parameters(job),
                JobEvidence.of(job, runs, reader.zone()),
                freshet.backfills().store().list(session, name, null, null, BACKFILLS));
    }

    private static Drawing durations(Job job, List<Run> runs, Reader reader) {
        List<DurationChart.Run> bars = runs.stream()
                .filter(run -> run.startedAt() != null)
                .map(run -> bar(run, reader.now()))
                .toList();
        Duration timeout = job.definition().timeout();
        List<DurationChart.Limit> limits =
                timeout == null ? List.of() : List.of(new DurationChart.Limit("timeout", timeout));
        return DurationChart.draw(job.name(), bars, limits, reader.zone());
    }

    private static DurationChart.Run bar(Run run, Instant now) {
        Instant started = run.startedAt() == null ? run.queuedAt() : run.startedAt();
        Duration took = RunWords.duration(run, now);
        return new DurationChart.Run(
                "Run " + run.id(), "/runs/" + run.id(), run.state(), started, took == null ? Duration.ZERO : took);
    }

    private Drawing days(Session session, String name, Reader reader) {
        LocalDate today = LocalDate.ofInstant(reader.now(), reader.zone());
        LocalDate first = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .minusWeeks(CalendarHeatmap.USUAL_WEEKS - 1L);
        List<CalendarHeatmap.Day> days = freshet.runs().listDays(session, name, reader.zone(), first, today).stream()
                .map(day -> new CalendarHeatmap.Day(day.day(), day.runs(), day.failed()))
                .toList();
        return CalendarHeatmap.draw(name, today, days, CalendarHeatmap.USUAL_WEEKS, DayOfWeek.MONDAY);
    }

    private List<AuditEntry> acts(Session session, String name, List<Run> runs) {
        List<String> ids = runs.stream().map(run -> Long.toString(run.id())).toList();
        return Stream.concat(
                        freshet.audit().listAbout(session, "job", List.of(name), ACTS).stream(),
                        freshet.audit().listAbout(session, "run", ids, ACTS).stream())
                .sorted(Comparator.comparingLong(AuditEntry::id).reversed())
                .limit(ACTS)
                .toList();
    }

    private static List<String> parameters(Job job) {
        String sql = Fault.sql(job.definition().spec());
        return sql == null || job.definition().spec() instanceof JobSpec.Refresh
                ? List.of()
                : NamedSql.parse(sql).names().stream()
                        .distinct()
                        .filter(name -> !GIVEN.contains(name))
                        .toList();
    }
}
