// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.run;

import dev.freshet.Freshet;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.item.ItemStore;
import dev.freshet.job.Run;
import dev.freshet.job.RunFilter;
import dev.freshet.job.RunState;
import dev.freshet.postgres.Session;
import dev.freshet.server.api.Callers;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Runs. */
@Tag(name = "runs")
@RestController
@RequestMapping("/api/runs")
class RunResource {

    private final Freshet freshet;
    private final ItemStore items = new ItemStore();

    RunResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "Runs, newest first")
    @GetMapping
    Page<RunResponse> list(
            @RequestParam @Nullable String job,
            @RequestParam @Nullable String state,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        RunFilter filter = new RunFilter(job, state(state), Page.number(cursor), Page.checkedLimit(limit) + 1);
        List<RunResponse> runs = freshet
                .database()
                .call(session -> freshet.runs().list(session, filter))
                .stream()
                .map(RunResponse::of)
                .toList();
        return Page.of(runs, limit, run -> Long.toString(run.id()));
    }

    @Operation(summary = "A run with its attempts")
    @GetMapping("/{id}")
    RunResponse one(@PathVariable long id) {
        return freshet.database().call(session -> response(session, id));
    }

    @Operation(summary = "Cancels a run; it is closed when its backends are proved gone")
    @PostMapping("/{id}/cancel")
    ResponseEntity<RunResponse> cancel(
            @PathVariable long id, @RequestBody(required = false) @Nullable Reason body, HttpServletRequest request) {
        freshet.control().cancel(id, Callers.of(request), body == null ? null : body.reason());
        return ResponseEntity.accepted().body(one(id));
    }

    @Operation(
            summary = "Stops a run: it finishes what is in hand and ends at its next checkpoint, to be resumed from"
                    + " there",
            description = "A queued run stops at once. Jobs of type sql, procedure and http have no checkpoint: 409")
    @PostMapping("/{id}/stop")
    ResponseEntity<RunResponse> stop(
            @PathVariable long id, @RequestBody(required = false) @Nullable Reason body, HttpServletRequest request) {
        freshet.control().stop(id, Callers.of(request), body == null ? null : body.reason());
        return ResponseEntity.accepted().body(one(id));
    }

    @Operation(
            summary = "Goes on where an ended run left off, in a new run",
            description = "On the items that wait, the views that are left, or from the checkpoint of a Java handler;"
                    + " with the same parameters and logical time. Once only: a second request gets 409")
    @PostMapping("/{id}/resume")
    ResponseEntity<RunResponse> resume(
            @PathVariable long id, @RequestBody(required = false) @Nullable Reason body, HttpServletRequest request) {
        return queued(freshet.control().resumeRun(id, Callers.of(request), body == null ? null : body.reason()));
    }

    @Operation(
            summary = "Does the work of an ended run again from the start",
            description =
                    "A new run of the job as it is defined now, with the same parameters and logical time; items are"
                            + " listed anew")
    @PostMapping("/{id}/restart")
    ResponseEntity<RunResponse> restart(
            @PathVariable long id, @RequestBody(required = false) @Nullable Reason body, HttpServletRequest request) {
        return queued(freshet.control().restart(id, Callers.of(request), body == null ? null : body.reason()));
    }

    @Operation(
            summary = "Does again what failed of an ended run",
            description =
                    "A new run: of items those that failed and those that wait; of other work all of it, as restart"
                            + " does")
    @PostMapping("/{id}/retry")
    ResponseEntity<RunResponse> retry(
            @PathVariable long id, @RequestBody(required = false) @Nullable Reason body, HttpServletRequest request) {
        return queued(freshet.control().retry(id, Callers.of(request), body == null ? null : body.reason()));
    }

    private ResponseEntity<RunResponse> queued(long run) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/runs/" + run))
                .body(one(run));
    }

    private RunResponse response(Session session, long id) {
        Run run = freshet.runs()
                .find(session, id)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.RUN_NOT_FOUND,
                        "There is no run " + id + "; it may have been pruned. GET /api/runs lists runs"));
        Long itemRun = run.itemRunId();
        return RunResponse.of(
                run, freshet.runs().listAttempts(session, id), itemRun == null ? null : items.count(session, itemRun));
    }

    private static @Nullable RunState state(@Nullable String id) {
        if (id == null) {
            return null;
        }
        return Arrays.stream(RunState.values())
                .filter(state -> state.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.INVALID_ARGUMENT,
                        "There is no state \"" + id + "\"; expected one of "
                                + Arrays.stream(RunState.values())
                                        .map(RunState::id)
                                        .toList()));
    }

    /** Why it is done, for the audit trail. */
    record Reason(@Nullable String reason) {}
}
