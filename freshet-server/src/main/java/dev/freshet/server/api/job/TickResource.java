// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.job;

import dev.freshet.Freshet;
import dev.freshet.schedule.TickOrder;
import dev.freshet.server.Moments;
import dev.freshet.server.api.Callers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Single ticks that lie ahead: skip, move, restore. A tick is named by its instant, or by its time in the job's zone. */
@Tag(name = "jobs")
@RestController
@RequestMapping("/api/jobs/{job}")
class TickResource {

    private static final Duration SETTLED_SINCE = Duration.ofDays(7);
    private static final int MOST_ORDERS = 1_000;

    private final Freshet freshet;

    TickResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "What was ordered for single ticks: pending, and of the last week also carried out and lapsed")
    @GetMapping("/tick-orders")
    List<TickOrderResponse> orders(@PathVariable String job) {
        return freshet.database().call(session -> {
            freshet.jobs().load(session, job);
            Instant since = freshet.clock().instant().minus(SETTLED_SINCE);
            return freshet.tickOrders().list(session, job, since, MOST_ORDERS).stream()
                    .map(TickOrderResponse::of)
                    .toList();
        });
    }

    @Operation(summary = "Skips the next tick for which nothing is ordered yet")
    @PostMapping("/skip-next")
    TickOrderResponse skipNext(
            @PathVariable String job, @RequestBody(required = false) @Nullable Order body, HttpServletRequest request) {
        return TickOrderResponse.of(freshet.tickControl().skipNext(job, Callers.of(request), Order.why(body)));
    }

    @Operation(summary = "Skips a tick that lies ahead; the ledger will say who wanted it so")
    @PostMapping("/ticks/{tick}/skip")
    TickOrderResponse skip(
            @PathVariable String job,
            @PathVariable String tick,
            @RequestBody(required = false) @Nullable Order body,
            HttpServletRequest request) {
        Instant at = Moments.instant("tick", tick, zone(job));
        return TickOrderResponse.of(freshet.tickControl().skip(job, at, Callers.of(request), Order.why(body)));
    }

    @Operation(summary = "Fires a tick that lies ahead at another moment; its run keeps the tick as its logical time")
    @PostMapping("/ticks/{tick}/move")
    TickOrderResponse move(
            @PathVariable String job, @PathVariable String tick, @RequestBody Order body, HttpServletRequest request) {
        ZoneId zone = zone(job);
        Instant at = Moments.instant("tick", tick, zone);
        Instant to = Moments.instant("to", body.to() == null ? "" : body.to(), zone);
        TickOrder order = freshet.tickControl().move(job, at, to, Callers.of(request), body.reason());
        return TickOrderResponse.of(order);
    }

    @Operation(summary = "Takes back what was ordered for a tick, while it lies ahead")
    @PostMapping("/ticks/{tick}/restore")
    ResponseEntity<Void> restore(
            @PathVariable String job,
            @PathVariable String tick,
            @RequestBody(required = false) @Nullable Order body,
            HttpServletRequest request) {
        Instant at = Moments.instant("tick", tick, zone(job));
        freshet.tickControl().restore(job, at, Callers.of(request), Order.why(body));
        return ResponseEntity.noContent().build();
    }

    private ZoneId zone(String job) {
        return freshet.backfills().control().zone(job, null);
    }

    /**
     * What is ordered, and why.
     *
     * @param to where a tick is moved to
     */
    record Order(@Nullable String to, @Nullable String reason) {

        static @Nullable String why(@Nullable Order order) {
            return order == null ? null : order.reason;
        }
    }
}
