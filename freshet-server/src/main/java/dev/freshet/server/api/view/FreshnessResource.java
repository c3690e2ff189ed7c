// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import dev.freshet.Freshet;
import dev.freshet.freshness.Attainment;
import dev.freshet.freshness.Breach;
import dev.freshet.freshness.Freshness;
import dev.freshet.freshness.FreshnessQueries;
import dev.freshet.freshness.Sample;
import dev.freshet.server.Moments;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How fresh things are and were. */
@Tag(name = "views")
@RestController
class FreshnessResource {

    private static final Duration SHOWN_BY_DEFAULT = Duration.ofHours(24);

    private final Freshet freshet;
    private final FreshnessQueries queries = new FreshnessQueries();

    FreshnessResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "How fresh every declared view is, why it is not, and for which part of the time it was")
    @GetMapping("/api/freshness")
    Page<FreshnessResponse> list() {
        List<Freshness> freshness = freshet.views().freshness();
        Map<String, Attainment> attainment = freshet.database()
                .call(session ->
                        queries.attainment(session, null, freshet.clock().instant()));
        return new Page<>(
                freshness.stream()
                        .map(view -> FreshnessResponse.of(view, attainment.getOrDefault(view.name(), Attainment.NONE)))
                        .toList(),
                null);
    }

    @Operation(summary = "How fresh a view was: a sample each minute, and one at each change, oldest first")
    @GetMapping("/api/views/{view}/freshness/history")
    Page<SampleResponse> history(
            @PathVariable String view,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        String name = freshet.viewControl().load(view).name();
        int checked = Page.checkedLimit(limit);
        Instant end = to == null ? freshet.clock().instant() : Moments.instant("to", to, ZoneOffset.UTC);
        Instant begin = from == null ? end.minus(SHOWN_BY_DEFAULT) : Moments.instant("from", from, ZoneOffset.UTC);
        Instant after = cursor == null ? begin : Moments.instant("cursor", cursor, ZoneOffset.UTC);
        List<SampleResponse> samples =
                freshet.database().call(session -> queries.listSamples(session, name, after, end, checked + 1)).stream()
                        .map(SampleResponse::of)
                        .toList();
        return Page.of(samples, checked, sample -> sample.sampledAt().toString());
    }

    @Operation(summary = "Times in which views lagged behind more than was promised, newest first")
    @GetMapping("/api/breaches")
    Page<BreachResponse> breaches(
            @RequestParam @Nullable String view,
            @RequestParam(defaultValue = "false") boolean open,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        int checked = Page.checkedLimit(limit);
        Long before = Page.number(cursor);
        Instant now = freshet.clock().instant();
        List<BreachResponse> breaches =
                freshet
                        .database()
                        .call(session -> queries.listBreaches(session, view, open, before, checked + 1))
                        .stream()
                        .map(breach -> BreachResponse.of(breach, now))
                        .toList();
        return Page.of(breaches, checked, breach -> Long.toString(breach.id()));
    }

    @Operation(summary = "Times in which a view lagged behind more than was promised, newest first")
    @GetMapping("/api/views/{view}/breaches")
    Page<BreachResponse> breachesOf(
            @PathVariable String view,
            @RequestParam(defaultValue = "false") boolean open,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        return breaches(freshet.viewControl().load(view).name(), open, cursor, limit);
    }

    /** How fresh a view was at one moment. */
    record SampleResponse(
            Instant sampledAt,
            @Nullable Instant asOf,
            @Nullable Double lagSeconds,
            @Nullable Double slaSeconds,
            String status,
            @Nullable String causeKind,
            String measured,
            @Nullable Instant pendingSince) {

        static SampleResponse of(Sample sample) {
            return new SampleResponse(
                    sample.at(),
                    sample.asOf(),
                    FreshnessResponse.seconds(sample.lag()),
                    FreshnessResponse.seconds(sample.sla()),
                    sample.status().id(),
                    FreshnessResponse.id(sample.causeKind()),
                    sample.isTracked() ? "changes" : "age",
                    sample.pendingSince());
        }
    }

    /**
     * A time in which a view lagged behind more than was promised.
     *
     * @param endedAt null while it lasts
     * @param changeAt the oldest change it did not reflect when it began
     * @param seconds how long it lasted, or has lasted
     * @param causeKind what it was due to for most of the time
     */
    record BreachResponse(
            long id,
            String name,
            Instant beganAt,
            @Nullable Instant endedAt,
            @Nullable Instant changeAt,
            @Nullable Double seconds,
            @Nullable Double slaSeconds,
            @Nullable Double worstLagSeconds,
            String causeKind,
            String cause) {

        static BreachResponse of(Breach breach, Instant now) {
            return new BreachResponse(
                    breach.id(),
                    breach.name(),
                    breach.beganAt(),
                    breach.endedAt(),
                    breach.changeAt(),
                    FreshnessResponse.seconds(breach.length(now)),
                    FreshnessResponse.seconds(breach.sla()),
                    FreshnessResponse.seconds(breach.worstLag()),
                    breach.causeKind().id(),
                    breach.cause());
        }
    }
}
