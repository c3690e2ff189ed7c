// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.Freshet;
import dev.freshet.definition.JobSpec;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunSpan;
import dev.freshet.job.RunState;
import dev.freshet.postgres.Session;
import dev.freshet.server.chart.Drawing;
import dev.freshet.server.chart.MarkState;
import dev.freshet.server.chart.Sparkline;
import dev.freshet.server.dashboard.Reader;
import dev.freshet.server.dashboard.ui.Clock;
import dev.freshet.server.text.Human;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Reads the list of jobs in three queries, however many there are. */
@Component
class JobsReader {

    static final int ROWS = 200;
    private static final int RUNS_LATELY = 20;
    private static final Duration LATELY = Duration.ofDays(30);

    private final Freshet freshet;

    JobsReader(Freshet freshet) {
        this.freshet = freshet;
    }

    Jobs read(Reader reader, JobTab tab, String words, int page) {
        return freshet.database().call(session -> read(session, reader, tab, words, page));
    }

    private Jobs read(Session session, Reader reader, JobTab tab, String words, int page) {
        List<Job> jobs = freshet.jobs().list(session);
        Map<String, Run> latest = freshet
                .runs()
                .listLatest(session, jobs.stream().map(Job::name).toList())
                .stream()
                .collect(Collectors.toMap(Run::job, Function.identity()));
        Map<String, List<String>> groups = groupsOfViews(jobs);
        List<Job> fitting = jobs.stream()
                .filter(job -> tab.includes(job, latest.get(job.name())))
                .filter(job -> fits(job, groups.getOrDefault(job.name(), List.of()), words))
                .sorted(Comparator.comparing((Job job) -> isFolded(job, groups)).thenComparing(Job::name))
                .toList();
        int pages = Math.max(1, (fitting.size() + ROWS - 1) / ROWS);
        int current = Math.clamp(page, 1, pages);
        List<Job> shown = fitting.subList((current - 1) * ROWS, Math.min(fitting.size(), current * ROWS));
        Map<String, List<RunSpan>> spans = spans(session, shown, reader.now());
        Set<String> planned = freshet.planner().plannedJobs(session);
        List<JobRow> rows = new ArrayList<>();
        Map<String, List<JobRow>> folded = new TreeMap<>();
        for (Job job : shown) {
            List<String> with = groups.getOrDefault(job.name(), List.of());
            JobRow row = new JobRow(
                    job,
                    ScheduleWords.kind(job.definition()),
                    ScheduleWords.of(job.definition(), with, planned.contains(job.name())),
                    latest.get(job.name()),
                    lately(job.name(), spans.getOrDefault(job.name(), List.of()), reader));
            // Whoever looks for something or for trouble wants to see it, not a fold.
            if (tab == JobTab.ALL && words.isEmpty() && isFolded(job, groups)) {
                folded.computeIfAbsent(String.join(", ", with), absent -> new ArrayList<>())
                        .add(row);
            } else {
                rows.add(row);
            }
        }
        return new Jobs(rows, folded, counts(jobs, latest), jobs.size(), fitting.size(), tab, words, current, pages);
    }

    private static Map<JobTab, Long> counts(List<Job> jobs, Map<String, Run> latest) {
        Map<JobTab, Long> counts = new EnumMap<>(JobTab.class);
        for (JobTab tab : JobTab.values()) {
            counts.put(
                    tab,
                    jobs.stream()
                            .filter(job -> tab.includes(job, latest.get(job.name())))
                            .count());
        }
        return counts;
    }

    /** A view without a schedule of its own that some group refreshes, and that is not worth a look by itself. */
    private static boolean isFolded(Job job, Map<String, List<String>> groups) {
        return job.definition().schedule() == null && groups.containsKey(job.name()) && job.pause() == null;
    }

    static Map<String, List<String>> groupsOfViews(List<Job> jobs) {
        Map<String, List<String>> groups = new HashMap<>();
        for (Job job : jobs) {
            if (job.definition().spec() instanceof JobSpec.Refresh refresh && refresh.group() != null) {
                refresh.views()
                        .forEach(view -> groups.computeIfAbsent(view, absent -> new ArrayList<>())
                                .add(job.name()));
            }
        }
        return groups;
    }

    private static boolean fits(Job job, List<String> groups, String words) {
        String owner = job.definition().owner();
        String description = job.definition().description();
        String text = (job.name() + " " + ScheduleWords.kind(job.definition()) + " " + String.join(" ", groups) + " "
                        + (owner == null ? "" : owner) + " " + (description == null ? "" : description))
                .toLowerCase(Locale.ROOT);
        return List.of(words.toLowerCase(Locale.ROOT).split("\\s+")).stream().allMatch(text::contains);
    }

    private Map<String, List<RunSpan>> spans(Session session, List<Job> jobs, Instant now) {
        return freshet
                .runs()
                .listSpans(session, jobs.stream().map(Job::name).toList(), now.minus(LATELY), RUNS_LATELY)
                .stream()
                .collect(Collectors.groupingBy(RunSpan::job));
    }

    private static Drawing lately(String job, List<RunSpan> spans, Reader reader) {
        List<Sparkline.Value> values = new ArrayList<>();
        for (RunSpan span : spans.reversed()) {
            Instant started = span.startedAt();
            if (started == null || span.state() == RunState.QUEUED) {
                continue;
            }
            Duration took = Duration.between(started, span.endedAt() == null ? reader.now() : span.endedAt());
            values.add(new Sparkline.Value(
                    Clock.brief(started, reader.zone(), reader.now()),
                    Math.max(0, took.toMillis()),
                    Human.duration(took.isNegative() ? Duration.ZERO : took),
                    MarkState.of(
                            span.state() == RunState.STOPPING
                                    ? "running"
                                    : span.state().id())));
        }
        return Sparkline.bars("Last runs of " + job, values);
    }
}
