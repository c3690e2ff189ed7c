// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import dev.freshet.freshness.Attainment;
import dev.freshet.freshness.Breach;
import dev.freshet.freshness.Freshness;
import dev.freshet.freshness.FreshnessQueries;
import dev.freshet.freshness.Sample;
import dev.freshet.postgres.Session;
import dev.freshet.server.chart.Drawing;
import dev.freshet.server.chart.LagChart;
import dev.freshet.server.dashboard.Reader;
import dev.freshet.view.RefreshSpan;
import dev.freshet.view.RefreshStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads how a view's promise was kept. */
final class ViewFreshnessReader {

    private static final int STRETCHES_DRAWN = 500;
    private static final int BREACHES_SHOWN = 10;

    private final FreshnessQueries queries = new FreshnessQueries();

    /**
     * Reads it.
     *
     * @param from since when the lag is drawn
     * @param refreshes of that time
     */
    ViewFreshness read(Session session, Freshness now, Instant from, List<RefreshSpan> refreshes, Reader reader) {
        String view = now.name();
        List<Sample> curve = queries.listCurve(session, view, from, reader.now(), STRETCHES_DRAWN);
        List<Breach> drawn = queries.listBreachesWithin(session, view, from, reader.now());
        return new ViewFreshness(
                now,
                drawing(now, curve, drawn, refreshes, from, reader),
                queries.attainment(session, view, reader.now()).getOrDefault(view, Attainment.NONE),
                queries.listBreaches(session, view, false, null, BREACHES_SHOWN));
    }

    private static @Nullable Drawing drawing(
            Freshness now,
            List<Sample> curve,
            List<Breach> breaches,
            List<RefreshSpan> refreshes,
            Instant from,
            Reader reader) {
        if (curve.isEmpty()) {
            return null;
        }
        List<LagChart.Point> points = new ArrayList<>();
        curve.forEach(sample -> points.add(new LagChart.Point(sample.at(), sample.lag(), sample.sla())));
        if (now.at().isAfter(curve.getLast().at())) {
            points.add(new LagChart.Point(now.at(), now.lag(), now.sla()));
        }
        List<LagChart.Breach> shaded = breaches.stream()
                .map(breach -> new LagChart.Breach(
                        breach.beganAt(),
                        Objects.requireNonNullElse(breach.endedAt(), reader.now()),
                        breach.worstLag(),
                        breach.cause()))
                .toList();
        List<LagChart.Failure> failed = refreshes.stream()
                .filter(refresh -> refresh.status() == RefreshStatus.FAILED || refresh.status() == RefreshStatus.LOST)
                .filter(refresh -> !refresh.startedAt().isBefore(from))
                .map(refresh -> new LagChart.Failure(
                        refresh.startedAt(), Objects.requireNonNullElse(refresh.error(), "no reason is known")))
                .toList();
        return LagChart.draw(
                new LagChart.Story(now.name(), points, shaded, failed, now.isTracked()),
                from,
                reader.now(),
                reader.zone());
    }
}
