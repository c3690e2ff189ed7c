// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.backfill;

import dev.freshet.Freshet;
import dev.freshet.backfill.BackfillRequest;
import dev.freshet.backfill.SliceState;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.server.api.Callers;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Backfills. */
@Tag(name = "backfills")
@RestController
@RequestMapping("/api/backfills")
class BackfillResource {

    private final Freshet freshet;

    BackfillResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "Backfills, newest first; open=true: only those that have not ended")
    @GetMapping
    Page<BackfillResponse> list(
            @RequestParam @Nullable String job,
            @RequestParam @Nullable Boolean open,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        int most = Page.checkedLimit(limit) + 1;
        Instant now = freshet.clock().instant();
        List<BackfillResponse> found = freshet
                .database()
                .call(session -> freshet.backfills().store().list(session, job, open, Page.number(cursor), most))
                .stream()
                .map(backfill -> BackfillResponse.of(backfill, now))
                .toList();
        return Page.of(found, limit, backfill -> Long.toString(backfill.id()));
    }

    @Operation(
            summary = "Runs a job again for a stretch of the past, a run for each slice",
            description = "With dry_run=true it answers what would be done (200), and does nothing")
    @PostMapping
    ResponseEntity<?> start(
            @RequestBody BackfillStart body,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            HttpServletRequest request) {
        ZoneId zone = freshet.backfills().control().zone(body.knownJob(), body.timeZone());
        BackfillRequest wanted = body.request(zone);
        if (dryRun) {
            return ResponseEntity.ok(
                    PreviewResponse.of(freshet.backfills().control().preview(wanted)));
        }
        long id = freshet.backfills().control().start(wanted, Callers.of(request));
        return ResponseEntity.accepted()
                .location(URI.create("/api/backfills/" + id))
                .body(one(id));
    }

    @Operation(summary = "A backfill with how far it is")
    @GetMapping("/{id}")
    BackfillResponse one(@PathVariable long id) {
        return freshet.database()
                .call(session -> BackfillResponse.of(
                        freshet.backfills().control().load(session, id),
                        freshet.clock().instant()));
    }

    @Operation(summary = "Its slices in order of time")
    @GetMapping("/{id}/slices")
    Page<SliceResponse> slices(
            @PathVariable long id,
            @RequestParam @Nullable String state,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        int most = Page.checkedLimit(limit) + 1;
        Long after = Page.number(cursor);
        Set<SliceState> states = state == null ? null : Set.of(state(state));
        List<SliceResponse> found = freshet.database().call(session -> {
            freshet.backfills().control().load(session, id);
            return freshet
                    .backfills()
                    .slices()
                    .list(session, id, states, after == null ? 0 : Math.toIntExact(after), most)
                    .stream()
                    .map(SliceResponse::of)
                    .toList();
        });
        return Page.of(found, limit, slice -> Integer.toString(slice.number()));
    }

    @Operation(summary = "Lets no further slice begin; those that run go on to their end")
    @PostMapping("/{id}/stop")
    BackfillResponse stop(
            @PathVariable long id, @RequestBody(required = false) @Nullable Act body, HttpServletRequest request) {
        freshet.backfills().control().stop(id, Callers.of(request), Act.why(body));
        return one(id);
    }

    @Operation(summary = "Goes on with a stopped one")
    @PostMapping("/{id}/resume")
    BackfillResponse resume(
            @PathVariable long id, @RequestBody(required = false) @Nullable Act body, HttpServletRequest request) {
        freshet.backfills().control().resume(id, Callers.of(request), Act.why(body));
        return one(id);
    }

    @Operation(summary = "Ends it: what waits is not begun, what runs is cancelled")
    @PostMapping("/{id}/cancel")
    BackfillResponse cancel(
            @PathVariable long id, @RequestBody(required = false) @Nullable Act body, HttpServletRequest request) {
        freshet.backfills().control().cancel(id, Callers.of(request), Act.why(body));
        return one(id);
    }

    @Operation(summary = "Runs slices that did not succeed again: those numbered in slices, or all")
    @PostMapping("/{id}/retry")
    BackfillResponse retry(
            @PathVariable long id, @RequestBody(required = false) @Nullable Act body, HttpServletRequest request) {
        freshet.backfills()
                .control()
                .retry(id, body == null ? null : body.slices(), Callers.of(request), Act.why(body));
        return one(id);
    }

    private static SliceState state(String id) {
        return Arrays.stream(SliceState.values())
                .filter(state -> state.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.INVALID_ARGUMENT,
                        "There is no state \"" + id + "\" of a slice; expected one of "
                                + Arrays.stream(SliceState.values())
                                        .map(SliceState::id)
                                        .toList()));
    }

    /** Why it is done, for the audit trail; and to which slices, where that can be said. */
    record Act(@Nullable String reason, @Nullable List<Integer> slices) {

        static @Nullable String why(@Nullable Act act) {
            return act == null ? null : act.reason;
        }
    }
}
