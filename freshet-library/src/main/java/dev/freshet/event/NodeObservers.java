// SPDX-License-Identifier: Apache-2.0
package dev.freshet.event;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several observers as one. What one of them throws is logged and goes no further. */
public final class NodeObservers implements NodeObserver {

    private static final Logger LOG = LoggerFactory.getLogger(NodeObservers.class);

    private final List<NodeObserver> observers;

    public NodeObservers(List<NodeObserver> observers) {
        this.observers = List.copyOf(observers);
    }

    @Override
    public Watch<AttemptEnd> attemptBegins(AttemptBegin begin) {
        return watchAll(observer -> observer.attemptBegins(begin));
    }

    @Override
    public void attemptLost(long runId, String job, boolean last) {
        tellAll(observers, observer -> observer.attemptLost(runId, job, last));
    }

    @Override
    public void runSlow(long runId, String job, Duration usual, Duration limit) {
        tellAll(observers, observer -> observer.runSlow(runId, job, usual, limit));
    }

    @Override
    public void tickAccounted(TickAccount tick) {
        tellAll(observers, observer -> observer.tickAccounted(tick));
    }

    @Override
    public Watch<RefreshResult> refreshBegins(RefreshBegin begin) {
        return watchAll(observer -> observer.refreshBegins(begin));
    }

    @Override
    public @Nullable String traceParent() {
        return observers.stream()
                .<@Nullable String>map(observer -> guarded(observer::traceParent))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private <E> Watch<E> watchAll(Function<NodeObserver, Watch<E>> begin) {
        List<Watch<E>> watches = observers.stream()
                .<@Nullable Watch<E>>map(observer -> guarded(() -> begin.apply(observer)))
                .filter(Objects::nonNull)
                .toList();
        return end -> tellAll(watches, watch -> watch.ended(end));
    }

    private static <T> void tellAll(List<T> all, Consumer<T> tell) {
        all.forEach(one -> guarded(() -> {
            tell.accept(one);
            return one;
        }));
    }

    private static <T> @Nullable T guarded(Observation<T> observation) {
        try {
            return observation.observe();
        } catch (RuntimeException | Error e) {
            // An error too: a library that is missing must not end the attempt that it was to count.
            LOG.warn("An observer failed; the work goes on without it", e);
            return null;
        }
    }

    @FunctionalInterface
    private interface Observation<T> {
        @Nullable
        T observe();
    }
}
