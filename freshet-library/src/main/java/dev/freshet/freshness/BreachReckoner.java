// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import dev.freshet.definition.FreshnessPromise;
import dev.freshet.definition.FreshnessPromise.Broken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a view says about its breaches: when they began and ended, reckoned from what the view showed since the
 * last look, so that it makes no difference how often somebody looks.
 *
 * <p>Whether a promise is broken right now says the database. Before the promise in force was given nothing is broken,
 * save a breach that was open already: that goes on until a refresh mends it or the new promise allows it.
 */
final class BreachReckoner {

    /** Judges look every few seconds; where none did for so long, no node was there. */
    private static final Duration UNWATCHED = Duration.ofSeconds(30);

    private final Freshness view;
    private final @Nullable Sample before;
    private final @Nullable Breach open;
    private final List<Refreshed> refreshes;
    private final Instant start;
    private final Instant lookedAt;

    private BreachReckoner(
            Freshness view,
            @Nullable Sample before,
            @Nullable Breach open,
            List<Refreshed> refreshes,
            @Nullable Instant lookedAt) {
        this.view = view;
        this.before = before;
        this.open = open;
        this.refreshes = refreshes;
        Instant known = open != null ? open.judgedAt() : before != null ? before.at() : view.promisedSince();
        Instant last = Objects.requireNonNullElse(known, view.at());
        // A refresh may become visible a moment after the look before which it ended.
        this.start =
                refreshes.isEmpty() ? last : earlier(last, refreshes.getFirst().at());
        this.lookedAt = Objects.requireNonNullElse(lookedAt, start);
    }

    /**
     * What must be written: breaches to be added, with id 0, and the open one as it is now.
     *
     * @param before the last look at the view that was kept, or null
     * @param open its breach that had not ended when somebody looked last, or null
     * @param refreshes of the view that succeeded since {@code before}, oldest first
     * @param lookedAt when somebody looked last at any view, or null
     */
    static List<Breach> reckon(
            Freshness view,
            @Nullable Sample before,
            @Nullable Breach open,
            List<Refreshed> refreshes,
            @Nullable Instant lookedAt) {
        return new BreachReckoner(view, before, open, refreshes, lookedAt).reckon();
    }

    private List<Breach> reckon() {
        List<Breach> written = new ArrayList<>();
        List<Span> broken = broken();
        if (open != null) {
            boolean goesOn = !broken.isEmpty() && !broken.getFirst().from().isAfter(later(start, open.beganAt()));
            written.add(after(open, goesOn ? broken.removeFirst() : new Span(start, start, null, Duration.ZERO)));
        }
        broken.forEach(span -> written.add(begun(span)));
        return written;
    }

    /** When the promise was broken since the last look: times with a pause between them. */
    private List<Span> broken() {
        List<Showing> showings = Showing.since(start, before, refreshes, view);
        FreshnessPromise promise = view.promise();
        List<Span> spans = new ArrayList<>();
        Instant promised = promise == null ? view.at() : Objects.requireNonNullElse(view.promisedSince(), start);
        if (open != null && promised.isAfter(start)) {
            Instant end = earlier(promised, showings.getFirst().to());
            add(spans, new Showing(start, end, open.changeAt()), List.of(new Broken(start, end)));
        }
        if (promise != null) {
            for (Showing showing : showings) {
                Instant change = showing.change();
                if (change != null) {
                    add(spans, showing, promise.brokenWithin(change, later(showing.from(), promised), showing.to()));
                }
            }
        }
        return agreed(spans);
    }

    private static void add(List<Span> spans, Showing showing, List<Broken> broken) {
        for (Broken part : broken) {
            Instant change = showing.change();
            Duration worst = change == null ? Duration.ZERO : between(change, part.to());
            Span last = spans.isEmpty() ? null : spans.getLast();
            if (last != null && last.to().equals(part.from())) {
                spans.removeLast();
                spans.add(new Span(last.from(), part.to(), last.change(), longer(last.worst(), worst)));
            } else {
                spans.add(new Span(part.from(), part.to(), change, worst));
            }
        }
    }

    /** They differ only where the database does not know the promise's time zone, and so takes the strictest target. */
    private List<Span> agreed(List<Span> spans) {
        boolean isBroken = view.status() == FreshnessStatus.BREACHED;
        boolean reaches = !spans.isEmpty() && spans.getLast().to().equals(view.at());
        if (isBroken && !reaches) {
            boolean goesOn = open != null && spans.isEmpty() && refreshes.isEmpty();
            Duration lag = view.changeAt() == null ? Duration.ZERO : between(view.changeAt(), view.at());
            spans.add(new Span(goesOn ? start : view.at(), view.at(), view.changeAt(), lag));
        } else if (!isBroken && reaches && (open == null || spans.size() > 1)) {
            spans.removeLast();
        }
        return spans;
    }

    private boolean lasts(Span span) {
        return view.status() == FreshnessStatus.BREACHED && span.to().equals(view.at());
    }

    private Breach begun(Span span) {
        CauseKind kind;
        String cause;
        if (lasts(span)) {
            kind = Objects.requireNonNullElse(view.causeKind(), CauseKind.LOAD);
            cause = String.valueOf(view.cause());
        } else if (between(lookedAt, view.at()).compareTo(UNWATCHED) > 0) {
            kind = CauseKind.NO_NODE;
            cause = "no node of Freshet looked after it between " + moment(lookedAt) + " and " + moment(view.at());
        } else {
            kind = CauseKind.LOAD;
            boolean refreshed =
                    refreshes.stream().anyMatch(refresh -> refresh.at().equals(span.to()));
            cause = (refreshed ? "the refresh that ended at " : "nothing had been refreshed by ")
                    + moment(span.to())
                    + (refreshed ? " came too late" : ", when less or nothing was promised");
        }
        FreshnessPromise promise = view.promise();
        Duration promised = promise == null ? null : promise.slaAt(span.from());
        Duration now = Objects.requireNonNullElse(view.sla(), Duration.ZERO);
        return new Breach(
                0,
                view.name(),
                span.from(),
                lasts(span) ? null : span.to(),
                span.change(),
                Objects.requireNonNullElse(promised, now),
                span.worst(),
                kind,
                cause,
                Map.of(kind, between(span.from(), span.to())),
                view.at());
    }

    private Breach after(Breach was, Span span) {
        Instant end = later(span.to(), was.beganAt());
        Map<CauseKind, Duration> causes = causes(was, end);
        CauseKind now = lasts(span) ? Objects.requireNonNullElse(view.causeKind(), was.causeKind()) : was.causeKind();
        boolean news = lasts(span)
                && (now == was.causeKind() || share(causes, now).compareTo(share(causes, was.causeKind())) > 0);
        return new Breach(
                was.id(),
                was.name(),
                was.beganAt(),
                lasts(span) ? null : end,
                was.changeAt(),
                was.sla(),
                worst(was, span, end),
                news ? now : was.causeKind(),
                news ? Objects.requireNonNullElse(view.cause(), was.cause()) : was.cause(),
                causes,
                view.at());
    }

    /** A look that did not see yet that it was mended may have found more. */
    private static Duration worst(Breach was, Span span, Instant end) {
        Duration worst = longer(was.worstLag(), span.worst());
        return was.changeAt() == null ? worst : shorter(worst, between(was.changeAt(), end));
    }

    /** What has passed since the last look was due to what was found then: what is found now has only just begun. */
    private Map<CauseKind, Duration> causes(Breach was, Instant until) {
        Map<CauseKind, Duration> causes = new EnumMap<>(CauseKind.class);
        causes.putAll(was.causes());
        CauseKind then = before == null || before.causeKind() == null ? was.causeKind() : before.causeKind();
        causes.merge(then, between(was.judgedAt(), until), Duration::plus);
        return causes;
    }

    private static String moment(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
    }

    private static Duration share(Map<CauseKind, Duration> causes, CauseKind kind) {
        return causes.getOrDefault(kind, Duration.ZERO);
    }

    private static Duration between(Instant from, Instant to) {
        return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** A time in which the promise was broken without a pause, because of a change, up to a greatest lag. */
    private record Span(Instant from, Instant to, @Nullable Instant change, Duration worst) {}
}
