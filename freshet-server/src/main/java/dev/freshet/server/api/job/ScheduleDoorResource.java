// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.job;

import dev.freshet.Freshet;
import dev.freshet.definition.Durations;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.job.Trigger;
import dev.freshet.server.api.Callers;
import dev.freshet.server.api.run.RunResponse;
import dev.freshet.server.live.LiveChanges;
import dev.freshet.server.live.LiveFollower;
import dev.freshet.server.live.Topic;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The door for other schedulers: one URL that runs a job or a group, and that answers with the outcome when asked to wait,
 * so that {@code curl --fail} in a crontab reports a failure.
 */
@Tag(name = "jobs")
@RestController
class ScheduleDoorResource {

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    /** Looks even when nobody tells that the run has ended. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final Freshet freshet;
    private final LiveChanges changes;

    ScheduleDoorResource(Freshet freshet, LiveChanges changes) {
        this.freshet = freshet;
        this.changes = changes;
    }

    @Operation(
            summary = "Runs a job or group now",
            description =
                    "202 with the run. With wait=60s the outcome: 200 succeeded, 500 ended otherwise, 504 still at it")
    @RequestMapping(
            path = {"/schedule/{name}", "/schedule/{name}/"},
            method = {RequestMethod.GET, RequestMethod.POST})
    ResponseEntity<RunResponse> run(
            @PathVariable String name,
            @RequestParam @Nullable String wait,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            HttpServletRequest request)
            throws InterruptedException {
        Duration patience = wait == null ? Duration.ZERO : patience(wait);
        long id = freshet.control().runNow(name, Map.of(), Trigger.API, Callers.of(request), idempotencyKey);
        Run run = awaitEnd(id, patience);
        URI location = URI.create("/api/runs/" + id);
        if (wait != null && run.state().isActive()) {
            throw stillAtIt(run, wait, location);
        }
        return ResponseEntity.status(status(run.state())).location(location).body(RunResponse.of(run));
    }

    /** No success for {@code curl --fail}: what comes after it in a crontab would go on too early. */
    private static ErrorResponseException stillAtIt(Run run, String wait, URI location) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.GATEWAY_TIMEOUT,
                "Run " + run.id() + " of " + run.job() + " is still "
                        + run.state().id() + " after the wait of " + wait
                        + " and goes on. Ask for a longer wait (at most " + Durations.print(LONGEST_WAIT)
                        + "), leave the wait out to have it started only, or look at /api/runs/" + run.id());
        problem.setProperty("code", "still-running");
        problem.setProperty("run", RunResponse.of(run));
        ErrorResponseException answer = new ErrorResponseException(HttpStatus.GATEWAY_TIMEOUT, problem, null);
        answer.getHeaders().setLocation(location);
        return answer;
    }

    private Run awaitEnd(long id, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        // Follows before it looks: what happens in between is not missed.
        try (LiveFollower follower = changes.follow(Set.of(Topic.run(id)))) {
            while (true) {
                Run run = freshet.database()
                        .call(session -> freshet.runs().find(session, id))
                        .orElseThrow();
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                if (!run.state().isActive() || !left.isPositive()) {
                    return run;
                }
                follower.take(left.compareTo(BETWEEN_LOOKS) < 0 ? left : BETWEEN_LOOKS);
            }
        }
    }

    private static HttpStatus status(RunState state) {
        return switch (state) {
            case QUEUED, RUNNING, STOPPING -> HttpStatus.ACCEPTED;
            case SUCCEEDED, SKIPPED -> HttpStatus.OK;
            case FAILED, CANCELLED, LOST, STOPPED -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private static Duration patience(String wait) {
        Duration patience = Durations.find(wait)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.INVALID_ARGUMENT, "The wait \"" + wait + "\" is no duration; expected 60s or 5m"));
        return patience.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : patience;
    }
}
