// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import dev.freshet.definition.FreshnessPromise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which jobs to start now so that every promise is kept with as few refreshes as can be: one look at one moment. */
final class StartPolicy {

    /** What every way may take longer. */
    private static final Duration LEAST_MARGIN = Duration.ofSeconds(1);

    private static final int MARGIN_IS_ONE_IN = 5;
    private static final int GAP_IS_ONE_IN = 10;
    private static final Duration SHORTEST_BACKOFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final RefreshGraph graph;
    private final Instant now;
    private final Map<String, ViewNeed> needs;
    private final Map<String, JobMoment> moments;
    private final Map<String, RefreshPlan.Outlook> outlooks = new LinkedHashMap<>();
    private final Set<String> ahead = new LinkedHashSet<>();
    private final List<RefreshPlan.Start> starts = new ArrayList<>();
    private final Map<Deadline, Optional<Instant>> deadlines = new HashMap<>();
    private @Nullable Instant next;

    private StartPolicy(RefreshGraph graph, Instant now, Map<String, ViewNeed> needs, Map<String, JobMoment> moments) {
        this.graph = graph;
        this.now = now;
        this.needs = needs;
        this.moments = moments;
    }

    /**
     * Decides.
     *
     * @param needs of the views that exist
     * @param moments of jobs; one that is left out is idle
     */
    static RefreshPlan decide(
            RefreshGraph graph, Instant now, Map<String, ViewNeed> needs, Map<String, JobMoment> moments) {
        StartPolicy policy = new StartPolicy(graph, now, needs, moments);
        graph.views().forEach(policy::look);
        graph.jobs().forEach(policy::decide);
        return new RefreshPlan(policy.starts, policy.outlooks, policy.next);
    }

    /** With what it takes beside the refreshes. */
    static Duration withMargin(Duration way) {
        Duration part = way.dividedBy(MARGIN_IS_ONE_IN);
        return way.plus(part.compareTo(LEAST_MARGIN) > 0 ? part : LEAST_MARGIN);
    }

    private void look(PlannedView view) {
        ViewNeed need = needs.get(view.name());
        if (need == null || need.changedAt() == null || !graph.isPlanned(view)) {
            return;
        }
        graph.leadsOf(view.name()).keySet().stream()
                .flatMap(target -> due(view.name(), need, target).stream())
                .min(Comparator.comparing(RefreshPlan.Outlook::dueAt))
                .ifPresent(outlook -> outlooks.put(view.name(), outlook));
    }

    /** When a view has to be started for the promise of a target below it. */
    private Optional<RefreshPlan.Outlook> due(String view, ViewNeed need, String target) {
        if (need.isFirstFill()) {
            return Optional.of(new RefreshPlan.Outlook(ViewNeed.EVER, target, null, null));
        }
        Duration lead = lead(view, target);
        Optional<RefreshPlan.Outlook> own = outlook(need.changedAt(), lead, target);
        ViewNeed wanted = needs.get(target);
        if (wanted == null || wanted.isFirstFill()) {
            return own;
        }
        // The target is refreshed for an older change anyway: whatever it reads goes before it, once, so that it need
        // not
        // be refreshed again for each of them.
        Optional<RefreshPlan.Outlook> joined = outlook(wanted.pendingAt(), lead, target)
                .filter(slot -> Objects.requireNonNull(need.readAt()).isBefore(slot.dueAt()));
        return Stream.concat(own.stream(), joined.stream()).min(Comparator.comparing(RefreshPlan.Outlook::dueAt));
    }

    private Optional<RefreshPlan.Outlook> outlook(@Nullable Instant change, Duration lead, String target) {
        if (change == null) {
            return Optional.empty();
        }
        return deadlines
                .computeIfAbsent(new Deadline(target, change), this::breaksAt)
                .map(breaks -> new RefreshPlan.Outlook(breaks.minus(lead), target, breaks, null));
    }

    private Optional<Instant> breaksAt(Deadline deadline) {
        FreshnessPromise promise =
                Objects.requireNonNull(graph.view(deadline.target).promise());
        return Optional.ofNullable(promise.breachAt(deadline.change));
    }

    private Duration lead(String view, String target) {
        return withMargin(graph.leadsOf(view).getOrDefault(target, Duration.ZERO));
    }

    private void decide(String job, List<PlannedView> views) {
        JobMoment moment = moments.getOrDefault(job, JobMoment.IDLE);
        if (moment.activeSince() != null) {
            if (!moment.waits() && isStillExpected(job, moment.activeSince())) {
                ahead.add(job);
            }
            return;
        }
        List<PlannedView> due = new ArrayList<>();
        for (PlannedView view : views) {
            RefreshPlan.Outlook outlook = outlooks.get(view.name());
            if (outlook != null && outlook.dueAt().isAfter(now)) {
                lookAgainAt(outlook.dueAt());
            } else if (outlook != null) {
                due.add(view);
            }
        }
        if (due.isEmpty() || moment.paused()) {
            return;
        }
        Instant notBefore = notBefore(job, due, moment.last());
        if (notBefore.isAfter(now)) {
            lookAgainAt(notBefore);
            return;
        }
        ahead.add(job);
        if (waitsForOthers(job, due)) {
            return;
        }
        PlannedView first = due.stream()
                .min(Comparator.comparing(view -> outlook(view).dueAt()))
                .orElseThrow();
        starts.add(new RefreshPlan.Start(job, reason(first)));
    }

    /** A run that takes much longer than usual holds nobody up any more. */
    private boolean isStillExpected(String job, Instant since) {
        return now.isBefore(since.plus(graph.takes(job).multipliedBy(2)).plus(GRACE));
    }

    private void lookAgainAt(Instant moment) {
        if (next == null || moment.isBefore(next)) {
            next = moment;
        }
    }

    private Instant notBefore(String job, List<PlannedView> due, JobMoment.@Nullable Ended last) {
        if (last == null) {
            return now;
        }
        if (!last.succeeded()) {
            return last.endedAt().plus(backoff(due));
        }
        Instant started = last.startedAt();
        if (started != null && due.stream().anyMatch(view -> wasPassedOver(view, started))) {
            return last.endedAt().plus(SHORTEST_BACKOFF);
        }
        return last.endedAt().plus(graph.takes(job).dividedBy(GAP_IS_ONE_IN));
    }

    /**
     * Whether a run that succeeded did not refresh the view although it could have shown the change: it would not now
     * either. What it reads may have brought the change only since.
     */
    private boolean wasPassedOver(PlannedView view, Instant started) {
        ViewNeed need = Objects.requireNonNull(needs.get(view.name()));
        Instant change = Objects.requireNonNull(need.changedAt());
        return change.isBefore(started)
                && (need.readAt() == null || need.readAt().isBefore(started))
                && graph.ancestorsOf(view.name()).stream()
                        .map(source -> graph.view(source).job())
                        .filter(job -> !job.equals(view.job()))
                        .map(job -> moments.getOrDefault(job, JobMoment.IDLE).last())
                        .noneMatch(last -> last != null && !last.endedAt().isBefore(started));
    }

    private Duration backoff(List<PlannedView> due) {
        Duration half = due.stream()
                .flatMap(view -> graph.leadsOf(view.name()).keySet().stream())
                .map(target -> Objects.requireNonNull(graph.view(target).promise())
                        .strictest()
                        .dividedBy(2))
                .min(Comparator.naturalOrder())
                .orElse(SHORTEST_BACKOFF);
        if (half.compareTo(SHORTEST_BACKOFF) < 0) {
            return SHORTEST_BACKOFF;
        }
        return half.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : half;
    }

    private boolean waitsForOthers(String job, List<PlannedView> due) {
        boolean waits = false;
        for (PlannedView view : due) {
            List<String> before = graph.ancestorsOf(view.name()).stream()
                    .filter(source -> !graph.view(source).job().equals(job)
                            && ahead.contains(graph.view(source).job())
                            && bringsWhatIsAwaited(source, view.name()))
                    .toList();
            if (!before.isEmpty()) {
                outlooks.put(view.name(), outlook(view).waitingFor(String.join(", ", before)));
                waits = true;
            }
        }
        return waits;
    }

    /** Whether a view that is about to be refreshed brings something as old as its reader lacks, or has yet to join it. */
    private boolean bringsWhatIsAwaited(String source, String reader) {
        ViewNeed brings = needs.get(source);
        if (brings == null || brings.changedAt() == null) {
            return false;
        }
        ViewNeed lacks = Objects.requireNonNull(needs.get(reader));
        if (!brings.changedAt().isAfter(Objects.requireNonNull(lacks.changedAt())) || brings.readAt() == null) {
            return true;
        }
        RefreshPlan.Outlook outlook = Objects.requireNonNull(outlooks.get(reader));
        Duration before = lead(source, outlook.target()).minus(lead(reader, outlook.target()));
        return brings.readAt().isBefore(outlook.dueAt().minus(before)) && leavesTime(source, reader, outlook);
    }

    /** Whether a view can be waited for though its reader lacks something older, and still be in time for that. */
    private boolean leavesTime(String source, String reader, RefreshPlan.Outlook outlook) {
        Instant breaks = outlook.breaksAt();
        if (breaks == null) {
            return false;
        }
        Map<String, Duration> ways = graph.leadsOf(reader);
        Duration way = ways.getOrDefault(outlook.target(), Duration.ZERO);
        Duration before =
                graph.leadsOf(source).getOrDefault(outlook.target(), way).minus(way);
        Instant since =
                moments.getOrDefault(graph.view(source).job(), JobMoment.IDLE).activeSince();
        Instant brought = (since == null ? now : since).plus(before);
        return (brought.isBefore(now) ? now : brought)
                .isBefore(breaks.minus(way).minus(LEAST_MARGIN.dividedBy(2)));
    }

    private RefreshPlan.Outlook outlook(PlannedView view) {
        return Objects.requireNonNull(outlooks.get(view.name()));
    }

    private String reason(PlannedView view) {
        RefreshPlan.Outlook outlook = outlook(view);
        String below = outlook.target().equals(view.name()) ? "" : " of " + outlook.target() + ", which reads it,";
        if (outlook.breaksAt() == null) {
            return view.name() + " was never refreshed"
                    + (below.isEmpty() ? "" : "; " + outlook.target() + " reads it");
        }
        Instant change = Objects.requireNonNull(
                Objects.requireNonNull(needs.get(view.name())).changedAt());
        return "%s lags since %s; the promise%s breaks at %s, and refreshing takes up to %s"
                .formatted(
                        view.name(),
                        Spoken.moment(change),
                        below,
                        Spoken.moment(outlook.breaksAt()),
                        Spoken.duration(graph.leadsOf(view.name()).getOrDefault(outlook.target(), Duration.ZERO)));
    }

    private record Deadline(String target, Instant change) {}
}
