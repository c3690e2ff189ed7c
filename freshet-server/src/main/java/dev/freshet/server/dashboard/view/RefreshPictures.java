// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import dev.freshet.job.RunState;
import dev.freshet.server.chart.Drawing;
import dev.freshet.server.chart.DurationChart;
import dev.freshet.server.chart.MarkState;
import dev.freshet.server.chart.RefreshChart;
import dev.freshet.server.chart.Sparkline;
import dev.freshet.server.dashboard.Reader;
import dev.freshet.server.dashboard.ui.Clock;
import dev.freshet.server.dashboard.ui.Paths;
import dev.freshet.server.text.Human;
import dev.freshet.view.RefreshSpan;
import dev.freshet.view.RefreshStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws refreshes. */
final class RefreshPictures {

    private RefreshPictures() {}

    /** How long the last refreshes took. */
    static Drawing sparkline(String view, List<RefreshSpan> refreshes, Reader reader) {
        List<Sparkline.Value> values = worked(refreshes)
                .map(refresh -> {
                    Duration duration = refresh.duration(reader.now());
                    return new Sparkline.Value(
                            Clock.brief(refresh.startedAt(), reader.zone(), reader.now()),
                            duration.toMillis(),
                            Human.duration(duration),
                            mark(refresh.status()));
                })
                .toList();
        return Sparkline.bars("Refreshes of " + view, values);
    }

    /** How old the view was since a moment. */
    static Drawing ages(String view, Instant from, List<RefreshSpan> refreshes, @Nullable Duration sla, Reader reader) {
        List<RefreshChart.Refresh> succeeded = refreshes.stream()
                .filter(refresh -> refresh.status() == RefreshStatus.SUCCESS)
                .filter(refresh -> refresh.asOf() != null && refresh.completedAt() != null)
                .map(refresh -> new RefreshChart.Refresh(
                        Objects.requireNonNull(refresh.asOf()), Objects.requireNonNull(refresh.completedAt())))
                .toList();
        List<RefreshChart.Failure> failed = refreshes.stream()
                .filter(refresh -> refresh.status() == RefreshStatus.FAILED || refresh.status() == RefreshStatus.LOST)
                .map(refresh -> new RefreshChart.Failure(
                        refresh.startedAt(), Objects.requireNonNullElse(refresh.error(), "no reason is known")))
                .toList();
        return RefreshChart.draw(view, from, reader.now(), succeeded, failed, sla, reader.zone());
    }

    /** How long refreshes took, each leading to its run. */
    static Drawing durations(String view, List<RefreshSpan> refreshes, @Nullable Duration timeout, Reader reader) {
        List<DurationChart.Run> runs = worked(refreshes)
                .map(refresh -> new DurationChart.Run(
                        "Refresh " + refresh.id(),
                        refresh.runId() == null ? Paths.view(view) : Paths.run(refresh.runId()),
                        state(refresh.status()),
                        refresh.startedAt(),
                        refresh.duration(reader.now())))
                .toList();
        List<DurationChart.Limit> limits =
                timeout == null ? List.of() : List.of(new DurationChart.Limit("timeout", timeout));
        return DurationChart.draw(view, runs, limits, reader.zone());
    }

    /** What was skipped took no time, and would only hide how long the others take. */
    private static Stream<RefreshSpan> worked(List<RefreshSpan> refreshes) {
        return refreshes.stream().filter(refresh -> refresh.status() != RefreshStatus.SKIPPED);
    }

    private static MarkState mark(RefreshStatus status) {
        return MarkState.of(state(status).id());
    }

    private static RunState state(RefreshStatus status) {
        return switch (status) {
            case RUNNING -> RunState.RUNNING;
            case SUCCESS -> RunState.SUCCEEDED;
            case FAILED -> RunState.FAILED;
            case SKIPPED -> RunState.SKIPPED;
            case LOST -> RunState.LOST;
        };
    }
}
