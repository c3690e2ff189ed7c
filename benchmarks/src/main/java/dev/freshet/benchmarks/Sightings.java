// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Reads what the views show, ten times a second, as their users would: Freshet is not asked. */
final class Sightings implements Runnable {

    private static final Duration PERIOD = Duration.ofMillis(100);

    private static final String LOOK = Arrays.stream(SalesSide.values())
            .flatMap(side -> Arrays.stream(SalesView.values()).map(view -> select(side, view)))
            .collect(Collectors.joining(" UNION ALL "));

    private final Session session;
    private final long begunNanos;
    private final Map<SalesSide, Map<SalesView, List<Sighting>>> seen = new EnumMap<>(SalesSide.class);

    Sightings(Session session, long begunNanos) {
        this.session = session;
        this.begunNanos = begunNanos;
        for (SalesSide side : SalesSide.values()) {
            Map<SalesView, List<Sighting>> views = new EnumMap<>(SalesView.class);
            Arrays.stream(SalesView.values()).forEach(view -> views.put(view, new ArrayList<>()));
            seen.put(side, views);
        }
    }

    /**
     * What a view showed.
     *
     * @param at when that was known, since the load began: it was there at the latest then
     * @param changes the latest change of each table
     */
    record Sighting(Duration at, Map<SalesTable, Long> changes) {}

    private static String select(SalesSide side, SalesView view) {
        String columns = Arrays.stream(SalesTable.values())
                .map(table -> (view.sources().contains(table) ? "max(" + table.sqlName() + ")" : "NULL::bigint")
                        + " AS " + table.sqlName())
                .collect(Collectors.joining(", "));
        return "SELECT '%s' AS side, '%s' AS view, %s FROM %s".formatted(side, view, columns, side.view(view));
    }

    /** Until it is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                List<Found> found = session.query(LOOK).list(Sightings::found);
                Duration at = Duration.ofNanos(System.nanoTime() - begunNanos);
                found.forEach(one -> add(one, at));
                TimeUnit.NANOSECONDS.sleep(PERIOD.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(Found found, Duration at) {
        List<Sighting> sightings = of(found.side, found.view);
        if (sightings.isEmpty() || !sightings.getLast().changes().equals(found.changes)) {
            sightings.add(new Sighting(at, found.changes));
        }
    }

    private static Found found(Row row) {
        SalesView view = SalesView.valueOf(row.text("view"));
        Map<SalesTable, Long> changes = new EnumMap<>(SalesTable.class);
        view.sources().forEach(table -> changes.put(table, row.number(table.sqlName())));
        return new Found(SalesSide.valueOf(row.text("side")), view, changes);
    }

    /** Whenever a view began to show more; the thread has ended. */
    List<Sighting> of(SalesSide side, SalesView view) {
        return seen.getOrDefault(side, Map.of()).getOrDefault(view, List.of());
    }

    private record Found(SalesSide side, SalesView view, Map<SalesTable, Long> changes) {}
}
