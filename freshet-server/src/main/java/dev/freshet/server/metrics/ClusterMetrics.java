// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks the database when scraped, never in between, and never for longer than a scrape may take: where no answer comes in
 * time {@code freshet_database_up} is 0 and the series that would come from it are absent.
 */
@Component
final class ClusterMetrics implements MultiCollector {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterMetrics.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final double NANOS_PER_SECOND = 1e9;

    private final List<DatabaseMetrics> sources;
    private @Nullable FutureTask<List<MetricSnapshot>> reading;

    ClusterMetrics(List<DatabaseMetrics> sources, PrometheusRegistry registry) {
        this.sources = List.copyOf(sources);
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        long start = System.nanoTime();
        List<MetricSnapshot> read = answer();
        boolean up = read != null;
        List<MetricSnapshot> all = new ArrayList<>(up ? read : List.of());
        all.add(Gauges.of("freshet_database_up", "1 when the home database answered this scrape")
                .add(up)
                .build());
        all.add(Gauges.single(
                "freshet_database_read_seconds",
                "How long the questions of this scrape to the database took",
                (System.nanoTime() - start) / NANOS_PER_SECOND));
        return new MetricSnapshots(all);
    }

    private @Nullable List<MetricSnapshot> answer() {
        try {
            return reading().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debug("The database did not answer a scrape within {}", PATIENCE);
            return null;
        } catch (ExecutionException e) {
            LOG.debug("The database did not answer a scrape", e);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** One at a time: scrapes of a database that hangs must not use up its connections. */
    private synchronized FutureTask<List<MetricSnapshot>> reading() {
        FutureTask<List<MetricSnapshot>> current = reading;
        if (current == null || current.isDone()) {
            current = new FutureTask<>(this::read);
            reading = current;
            Thread.ofVirtual().name("freshet-scrape").start(current);
        }
        return current;
    }

    private List<MetricSnapshot> read() {
        List<MetricSnapshot> all = new ArrayList<>();
        sources.forEach(source -> all.addAll(source.read()));
        return all;
    }
}
