// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import dev.freshet.Freshet;
import dev.freshet.freshness.Freshness;
import dev.freshet.job.Job;
import dev.freshet.server.chart.Drawing;
import dev.freshet.server.chart.LagBar;
import dev.freshet.server.chart.MarkState;
import dev.freshet.server.dashboard.Reader;
import dev.freshet.server.dashboard.job.ScheduleWords;
import dev.freshet.server.dashboard.ui.Sign;
import dev.freshet.server.dashboard.view.Views.Counts;
import dev.freshet.server.dashboard.view.Views.Group;
import dev.freshet.server.dashboard.view.Views.Row;
import dev.freshet.server.dashboard.view.Views.Selection;
import dev.freshet.server.dashboard.view.Views.Tab;
import dev.freshet.view.MaterializedView;
import dev.freshet.view.RefreshQueries;
import dev.freshet.view.RefreshSpan;
import dev.freshet.view.ViewCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what the page of all views shows, in the same few queries whatever their number. */
@Component
class ViewsReader {

    private static final int REFRESHES_OF_A_SPARKLINE = 24;
    private static final String ON_THEIR_OWN = "\uffff";

    private static final Comparator<Row> WORST_FIRST =
            Comparator.comparingInt((Row row) -> severity(row.sign())).thenComparing(Row::name);

    private final Freshet freshet;
    private final RefreshQueries refreshes = new RefreshQueries();

    ViewsReader(Freshet freshet) {
        this.freshet = freshet;
    }

    Views read(Reader reader, Selection selection) {
        List<ViewCatalog.Entry> entries = freshet.views().list();
        List<String> declared = entries.stream()
                .filter(entry -> entry.definition() != null)
                .map(ViewCatalog.Entry::name)
                .toList();
        Map<String, List<RefreshSpan>> spans = new TreeMap<>();
        Set<String> planned = new HashSet<>();
        Map<String, Job> jobs = freshet.database().call(session -> {
            planned.addAll(freshet.planner().plannedJobs(session));
            refreshes
                    .listLast(session, declared, REFRESHES_OF_A_SPARKLINE)
                    .forEach(span -> spans.computeIfAbsent(span.view(), view -> new ArrayList<>())
                            .add(span));
            return freshet.jobs().list(session).stream().collect(Collectors.toMap(Job::name, Function.identity()));
        });
        Map<String, List<Row>> rows = new TreeMap<>();
        int late = 0;
        int undeclaredCount = 0;
        List<MaterializedView> undeclared = new ArrayList<>();
        for (ViewCatalog.Entry entry : entries) {
            if (entry.definition() == null) {
                undeclaredCount++;
                if (selection.tab() != Tab.LATE && selection.wants(entry.name()) && entry.existing() != null) {
                    undeclared.add(entry.existing());
                }
                continue;
            }
            Row row = row(entry, spans.getOrDefault(entry.name(), List.of()), reader);
            boolean isLate = row.sign() == Sign.LATE || row.sign() == Sign.BREACHED || row.sign() == Sign.FAILED;
            late += isLate ? 1 : 0;
            boolean inTab = selection.tab() == Tab.ALL || (selection.tab() == Tab.LATE && isLate);
            if (inTab && selection.wants(entry.name())) {
                String group = Objects.requireNonNullElse(entry.definition().group(), ON_THEIR_OWN);
                rows.computeIfAbsent(group, name -> new ArrayList<>()).add(row);
            }
        }
        List<Group> groups = rows.entrySet().stream()
                .map(group -> group(group.getKey(), group.getValue(), jobs, planned))
                .toList();
        Counts counts = new Counts(declared.size(), late, undeclaredCount);
        return new Views(selection, groups, undeclared, counts, perishesAt(entries));
    }

    private static Group group(String name, List<Row> rows, Map<String, Job> jobs, Set<String> planned) {
        List<Row> sorted = rows.stream().sorted(WORST_FIRST).toList();
        if (name.equals(ON_THEIR_OWN)) {
            return new Group(null, "each by its own schedule or promise", null, sorted);
        }
        Job job = jobs.get(name);
        String schedule = job == null ? "" : ScheduleWords.of(job.definition(), List.of(), planned.contains(name));
        return new Group(name, schedule, job, sorted);
    }

    private static Row row(ViewCatalog.Entry entry, List<RefreshSpan> spans, Reader reader) {
        Freshness freshness = entry.freshness().orElse(null);
        MaterializedView existing = entry.existing();
        Drawing durations = RefreshPictures.sparkline(entry.name(), spans, reader);
        if (freshness == null) {
            return new Row(
                    entry.name(),
                    Sign.UNKNOWN,
                    null,
                    null,
                    null,
                    null,
                    false,
                    null,
                    null,
                    null,
                    existing,
                    entry.lastRefresh(),
                    durations);
        }
        return new Row(
                entry.name(),
                ViewSign.of(entry),
                freshness.status(),
                freshness.asOf(),
                freshness.lag(),
                freshness.sla(),
                freshness.isUpToDate(),
                freshness.whyAge(),
                existing == null ? null : LagBar.draw(reading(freshness), reader.now()),
                existing == null ? null : freshness.cause(),
                existing,
                entry.lastRefresh(),
                durations);
    }

    private static LagBar.Reading reading(Freshness view) {
        return new LagBar.Reading(view.name(), MarkState.of(view.status().id()), view.lag(), view.sla());
    }

    private static @Nullable Instant perishesAt(List<ViewCatalog.Entry> entries) {
        return entries.stream()
                .flatMap(entry -> entry.freshness().stream())
                .map(Freshness::breachesAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static int severity(Sign sign) {
        return switch (sign) {
            case BREACHED -> 0;
            case FAILED, LOST -> 1;
            case LATE -> 2;
            case WAITING -> 3;
            case PAUSED -> 4;
            case UNKNOWN -> 5;
            default -> 6;
        };
    }
}
