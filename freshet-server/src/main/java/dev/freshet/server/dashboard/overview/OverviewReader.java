// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.overview;

import dev.freshet.Freshet;
import dev.freshet.definition.Deployment;
import dev.freshet.freshness.Freshness;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunSpan;
import dev.freshet.postgres.Session;
import dev.freshet.schedule.ComingTick;
import dev.freshet.schedule.TickForecast;
import dev.freshet.schedule.TickOrder;
import dev.freshet.server.chart.LagBar;
import dev.freshet.server.chart.MarkState;
import dev.freshet.server.chart.Timeline;
import dev.freshet.server.dashboard.Reader;
import dev.freshet.server.dashboard.overview.Overview.BoardRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what the first page shows, in a handful of queries whatever there is. */
@Component
class OverviewReader {

    private static final Duration PAST = Duration.ofHours(24);
    private static final Duration FUTURE = Duration.ofHours(6);
    private static final int ROWS_OF_BOARD = 10;
    private static final int ROWS_OF_TIMELINE = 12;
    private static final int RUNS_SHOWN = 6;
    private static final int RUNS_OF_A_JOB = 1_500;
    private static final int TICKS_OF_A_JOB = 2_500;
    private static final int DEPLOYMENTS = 20;

    private static final Comparator<Freshness> WORST_FIRST = Comparator.comparingInt(OverviewReader::severity)
            .thenComparing(Comparator.comparingDouble(OverviewReader::share).reversed())
            .thenComparing(Freshness::name);

    private final Freshet freshet;
    private final TickForecast forecast = new TickForecast();
    private final RecentRuns recentRuns;

    OverviewReader(Freshet freshet) {
        this.freshet = freshet;
        recentRuns = new RecentRuns(freshet.runs(), RUNS_OF_A_JOB);
    }

    Overview read(Reader reader) {
        List<Freshness> freshness =
                freshet.views().freshness().stream().sorted(WORST_FIRST).toList();
        List<Deployment> deployments = freshet.definitions().listDeployments(DEPLOYMENTS, null);
        return freshet.database().call(session -> read(session, reader, freshness, deployments));
    }

    private Overview read(Session session, Reader reader, List<Freshness> freshness, List<Deployment> deployments) {
        List<Job> jobs = freshet.jobs().list(session);
        Map<String, Run> latest = freshet
                .runs()
                .listLatest(session, jobs.stream().map(Job::name).toList())
                .stream()
                .collect(Collectors.toMap(Run::job, Function.identity()));
        List<Attention> attention = new AttentionList(freshness, jobs, latest).list();
        return new Overview(
                freshness,
                freshness.stream()
                        .limit(ROWS_OF_BOARD)
                        .map(view -> new BoardRow(view, LagBar.draw(reading(view), reader.now())))
                        .toList(),
                freshet.runs().listActive(session, RUNS_SHOWN),
                attention,
                freshet.alerts().store().listOpen(session).size(),
                timeline(session, reader, shown(jobs, latest), deployments),
                jobs.size(),
                deployments.isEmpty() ? null : deployments.getFirst());
    }

    private static LagBar.Reading reading(Freshness view) {
        return new LagBar.Reading(view.name(), MarkState.of(view.status().id()), view.lag(), view.sla());
    }

    /** Jobs that run by themselves or ran lately; views that only their group refreshes stand for themselves on the board. */
    private static List<Job> shown(List<Job> jobs, Map<String, Run> latest) {
        return jobs.stream()
                .filter(job -> job.definition().schedule() != null || latest.containsKey(job.name()))
                .sorted(Comparator.comparing((Job job) -> job.definition().schedule() == null)
                        .thenComparing(Job::name))
                .limit(ROWS_OF_TIMELINE)
                .toList();
    }

    private @Nullable Timeline timeline(Session session, Reader reader, List<Job> jobs, List<Deployment> deployments) {
        if (jobs.isEmpty()) {
            return null;
        }
        Instant now = reader.now();
        Timeline.Span span = Timeline.Span.around(now, PAST, FUTURE);
        Set<String> names = jobs.stream().map(Job::name).collect(Collectors.toSet());
        Map<String, List<RunSpan>> runs = recentRuns.read(session, names, span.from(), now);
        List<TickOrder> orders = freshet.tickOrders().listAhead(session);
        List<Timeline.Job> rows = jobs.stream()
                .map(job -> new Timeline.Job(
                        job.name(),
                        "/jobs/" + job.name(),
                        runs.getOrDefault(job.name(), List.of()).stream()
                                .map(run -> new Timeline.Run(run.state(), run.beginning(), run.endedAt()))
                                .toList(),
                        coming(job, now, span.to(), orders)))
                .toList();
        List<Timeline.Deployment> marks = deployments.stream()
                .map(deployment -> new Timeline.Deployment(deployment.appliedAt(), "Deployment " + deployment.id()))
                .toList();
        return Timeline.draw(span, rows, marks, reader.zone());
    }

    private List<Instant> coming(Job job, Instant from, Instant to, List<TickOrder> orders) {
        Job.Pause pause = job.pause();
        Instant resumed = pause == null ? from : pause.until();
        if (resumed == null) {
            return List.of();
        }
        Instant first = resumed.isAfter(from) ? resumed : from;
        return forecast.list(job, first, to, TICKS_OF_A_JOB, orders).stream()
                .filter(tick -> !tick.isSkipped() && tick.dueAt().isBefore(to))
                .map(ComingTick::dueAt)
                .toList();
    }

    private static int severity(Freshness view) {
        return switch (view.status()) {
            case BREACHED -> 0;
            case LATE -> 1;
            case PAUSED -> 2;
            case UNKNOWN -> 3;
            case FRESH -> 4;
        };
    }

    /** How much of its SLA is used up. */
    private static double share(Freshness view) {
        Duration lag = view.lag();
        Duration sla = view.sla();
        return lag == null || sla == null || sla.isZero() ? 0 : (double) lag.toMillis() / sla.toMillis();
    }
}
