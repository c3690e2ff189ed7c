// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.job;

import dev.freshet.Freshet;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.postgres.Session;
import dev.freshet.schedule.TickForecast;
import dev.freshet.schedule.TickOrder;
import dev.freshet.server.Moments;
import dev.freshet.server.api.Callers;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Jobs. */
@Tag(name = "jobs")
@RestController
@RequestMapping("/api/jobs")
class JobResource {

    private static final Duration DEFAULT_SPAN_OF_TICKS = Duration.ofDays(1);

    private final Freshet freshet;
    private final TickForecast forecast = new TickForecast();

    JobResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "Jobs by name, each with its newest run")
    @GetMapping
    Page<JobResponse> list(
            @RequestParam @Nullable String cursor, @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        int checked = Page.checkedLimit(limit);
        return freshet.database().call(session -> {
            List<Job> jobs = freshet.jobs().list(session).stream()
                    .filter(job -> cursor == null || job.name().compareTo(cursor) > 0)
                    .limit(checked + 1L)
                    .toList();
            Map<String, Run> latest = latest(session, jobs);
            Set<String> planned = freshet.planner().plannedJobs(session);
            List<JobResponse> items = jobs.stream()
                    .map(job -> JobResponse.of(job, latest.get(job.name()), planned.contains(job.name())))
                    .toList();
            return Page.of(items, checked, JobResponse::name);
        });
    }

    @Operation(summary = "A job")
    @GetMapping("/{job}")
    JobResponse one(@PathVariable String job) {
        return freshet.database().call(session -> {
            Job found = freshet.jobs().load(session, job);
            return JobResponse.of(
                    found,
                    latest(session, List.of(found)).get(job),
                    freshet.planner().plannedJobs(session).contains(job));
        });
    }

    @Operation(
            summary = "Runs a job now; the same Idempotency-Key answers the same run",
            description = "Its trigger is api, or manual when the caller is the command line (User-Agent freshet-cli)")
    @PostMapping("/{job}/runs")
    ResponseEntity<Started> run(
            @PathVariable String job,
            @RequestBody(required = false) @Nullable RunRequest body,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            HttpServletRequest request) {
        Map<String, Object> parameters = body == null || body.parameters() == null ? Map.of() : body.parameters();
        long id = freshet.control()
                .runNow(job, parameters, Callers.trigger(request), Callers.of(request), idempotencyKey);
        return Started.response(id);
    }

    @Operation(summary = "Pauses a job: its ticks are recorded as skipped until it is resumed")
    @PostMapping("/{job}/pause")
    JobResponse pause(
            @PathVariable String job,
            @RequestBody(required = false) @Nullable PauseRequest body,
            HttpServletRequest request) {
        PauseRequest asked = body == null ? new PauseRequest(null, null) : body;
        freshet.control().pause(job, Callers.of(request), asked.reason(), asked.until());
        return one(job);
    }

    @Operation(summary = "Ends a pause")
    @PostMapping("/{job}/resume")
    JobResponse resume(
            @PathVariable String job,
            @RequestBody(required = false) @Nullable PauseRequest body,
            HttpServletRequest request) {
        freshet.control().resume(job, Callers.of(request), body == null ? null : body.reason());
        return one(job);
    }

    @Operation(summary = "The ledger of a job's ticks: past ones with their outcome, future ones as predicted")
    @GetMapping("/{job}/ticks")
    Page<TickResponse> ticks(
            @PathVariable String job,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        Instant now = Instant.now();
        Instant start = cursor != null
                ? Moments.instant("cursor", cursor, ZoneOffset.UTC)
                : from == null ? now.minus(DEFAULT_SPAN_OF_TICKS) : Moments.instant("from", from, ZoneOffset.UTC);
        Instant end = to == null ? now.plus(DEFAULT_SPAN_OF_TICKS) : Moments.instant("to", to, ZoneOffset.UTC);
        int most = Page.checkedLimit(limit) + 1;
        List<TickResponse> ticks = freshet.database().call(session -> ticks(session, job, start, end, most));
        return Page.of(
                ticks, limit, last -> last.scheduledFor().plusNanos(1_000).toString());
    }

    private List<TickResponse> ticks(Session session, String name, Instant from, Instant to, int most) {
        Job job = freshet.jobs().load(session, name);
        List<TickResponse> ticks = new ArrayList<>();
        freshet.ticks().list(session, name, from, to, most).forEach(tick -> ticks.add(TickResponse.of(tick)));
        Instant evaluated = Optional.ofNullable(job.evaluatedUntil())
                .map(until -> until.plusNanos(1_000))
                .orElse(from);
        Instant ahead = evaluated.isAfter(from) ? evaluated : from;
        if (ahead.isBefore(to)) {
            Map<Instant, TickOrder> orders = freshet.tickOrders().listAhead(session).stream()
                    .filter(order -> order.job().equals(name))
                    .collect(Collectors.toMap(TickOrder::scheduledFor, Function.identity()));
            List<Instant> told = ticks.stream().map(TickResponse::scheduledFor).toList();
            forecast.list(job, ahead, to, most - ticks.size()).stream()
                    .filter(tick -> !told.contains(tick.at()))
                    .forEach(tick -> ticks.add(TickResponse.predicted(tick, orders.get(tick.at()))));
        }
        return ticks;
    }

    private Map<String, Run> latest(Session session, List<Job> jobs) {
        return freshet.runs().listLatest(session, jobs.stream().map(Job::name).toList()).stream()
                .collect(Collectors.toMap(Run::job, Function.identity()));
    }

    /** What a run may be given. */
    record RunRequest(@Nullable Map<String, Object> parameters) {}

    /** Why, and until when. */
    record PauseRequest(@Nullable String reason, @Nullable Instant until) {}

    /** The run that was queued. */
    record Started(long id) {
        static ResponseEntity<Started> response(long id) {
            return ResponseEntity.accepted()
                    .location(URI.create("/api/runs/" + id))
                    .body(new Started(id));
        }
    }
}
