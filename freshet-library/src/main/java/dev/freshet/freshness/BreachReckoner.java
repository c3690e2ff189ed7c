// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import dev.freshet.definition.FreshnessPromise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a view says about its breaches: when one began and ended, reckoned rather than observed, so that it makes
 * no difference how often somebody looks.
 */
final class BreachReckoner {

    /** Judges look every few seconds; where none did for so long, no node was there. */
    private static final Duration UNWATCHED = Duration.ofSeconds(30);

    private final Freshness view;
    private final @Nullable Sample before;
    private final List<Breach> written = new ArrayList<>();

    private BreachReckoner(Freshness view, @Nullable Sample before) {
        this.view = view;
        this.before = before;
    }

    /**
     * What must be written: breaches to be added, with id 0, and the open one as it is now.
     *
     * @param before the last look at the view, or null
     * @param open its breach that had not ended then, or null
     */
    static List<Breach> reckon(Freshness view, @Nullable Sample before, @Nullable Breach open) {
        BreachReckoner reckoner = new BreachReckoner(view, before);
        if (open != null) {
            reckoner.goOn(open);
        } else if (view.status() == FreshnessStatus.BREACHED) {
            reckoner.begin();
        } else {
            reckoner.recordHidden();
        }
        return reckoner.written;
    }

    private void goOn(Breach open) {
        if (view.status() != FreshnessStatus.BREACHED) {
            written.add(ended(open, end(open)));
            return;
        }
        Instant since = brokenSince();
        boolean mendedBetween = wasRefreshed() && since.isAfter(refreshedAt());
        boolean pausedBetween = since.isAfter(open.judgedAt());
        if (mendedBetween || pausedBetween) {
            written.add(ended(open, earlier(end(open), since)));
            begin();
        } else {
            written.add(lasting(open));
        }
    }

    private void begin() {
        Instant since = brokenSince();
        CauseKind kind = Objects.requireNonNullElse(view.causeKind(), CauseKind.LOAD);
        Duration lag = view.lag();
        Duration sla = Objects.requireNonNullElse(view.sla(), Duration.ZERO);
        written.add(new Breach(
                0,
                view.name(),
                since,
                null,
                view.asOf(),
                sla,
                lag == null ? sla.plus(Duration.between(since, view.at())) : lag,
                kind,
                String.valueOf(view.cause()),
                Map.of(kind, Duration.between(since, view.at())),
                view.at()));
    }

    /** A breach that began and ended since the last look. */
    private void recordHidden() {
        Sample last = before;
        FreshnessPromise promise = view.promise();
        Instant change = last == null ? null : last.change();
        if (last == null || promise == null || change == null || !wasRefreshed()) {
            return;
        }
        Instant end = refreshedAt();
        Instant since = promise.brokenSince(change, end);
        Duration sla = since == null ? null : promise.slaAt(since);
        if (since == null || sla == null || !since.isBefore(end)) {
            return;
        }
        since = afterPromise(since);
        boolean unwatched = Duration.between(last.at(), view.at()).compareTo(UNWATCHED) > 0;
        CauseKind kind = unwatched ? CauseKind.NO_NODE : CauseKind.LOAD;
        String cause = unwatched
                ? "no node of Freshet looked after it between " + last.at() + " and " + view.at()
                : "the refresh that ended at " + end + " came too late";
        if (since.isBefore(end)) {
            written.add(new Breach(
                    0,
                    view.name(),
                    since,
                    end,
                    change,
                    sla,
                    Duration.between(change, end),
                    kind,
                    cause,
                    Map.of(kind, Duration.between(since, end)),
                    view.at()));
        }
    }

    private Breach lasting(Breach open) {
        Map<CauseKind, Duration> causes = causes(open, view.at());
        CauseKind now = Objects.requireNonNullElse(view.causeKind(), open.causeKind());
        boolean main = now == open.causeKind() || share(causes, now).compareTo(share(causes, open.causeKind())) > 0;
        Duration lag =
                Objects.requireNonNullElse(view.lag(), open.worstLag().plus(between(open.judgedAt(), view.at())));
        return new Breach(
                open.id(),
                open.name(),
                open.beganAt(),
                null,
                open.changeAt(),
                open.sla(),
                longer(open.worstLag(), lag),
                main ? now : open.causeKind(),
                main ? Objects.requireNonNullElse(view.cause(), open.cause()) : open.cause(),
                causes,
                view.at());
    }

    private Breach ended(Breach open, Instant end) {
        Instant change = open.changeAt();
        Duration worst = change == null ? open.worstLag() : longer(open.worstLag(), between(change, end));
        return new Breach(
                open.id(),
                open.name(),
                open.beganAt(),
                end,
                change,
                open.sla(),
                worst,
                open.causeKind(),
                open.cause(),
                causes(open, end),
                view.at());
    }

    /** What has passed since the last look was due to what was found then: what is found now has only just begun. */
    private Map<CauseKind, Duration> causes(Breach open, Instant until) {
        Map<CauseKind, Duration> causes = new EnumMap<>(CauseKind.class);
        causes.putAll(open.causes());
        CauseKind then = before == null || before.causeKind() == null ? open.causeKind() : before.causeKind();
        causes.merge(then, between(open.judgedAt(), until), Duration::plus);
        return causes;
    }

    /** When what was broken at the last look was mended: by a refresh, or because less or nothing was promised from then on. */
    private Instant end(Breach open) {
        if (wasRefreshed()) {
            return later(open.beganAt(), earlier(refreshedAt(), view.at()));
        }
        FreshnessPromise promise = view.promise();
        Instant change = promise == null ? null : promise.changesAfter(later(open.judgedAt(), open.beganAt()));
        return change == null ? later(view.at(), open.beganAt()) : later(open.beganAt(), earlier(change, view.at()));
    }

    private boolean wasRefreshed() {
        return before != null
                && view.refreshedAt() != null
                && !view.refreshedAt().equals(before.refreshedAt());
    }

    private Instant refreshedAt() {
        return Objects.requireNonNull(view.refreshedAt());
    }

    private Instant brokenSince() {
        FreshnessPromise promise = view.promise();
        Instant change = view.asOf() != null ? view.asOf() : view.promisedSince();
        Instant since = promise == null || change == null ? null : promise.brokenSince(change, view.at());
        return since == null ? view.at() : earlier(afterPromise(since), view.at());
    }

    /** Nothing can be broken before it was promised. */
    private Instant afterPromise(Instant moment) {
        return view.promisedSince() == null ? moment : later(moment, view.promisedSince());
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

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
