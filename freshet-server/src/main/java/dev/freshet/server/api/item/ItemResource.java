// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.item;

import dev.freshet.Freshet;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.item.ItemControl;
import dev.freshet.item.ItemFilter;
import dev.freshet.item.ItemList;
import dev.freshet.item.ItemQueries;
import dev.freshet.item.ItemState;
import dev.freshet.item.ItemStore;
import dev.freshet.item.PayloadMask;
import dev.freshet.item.StoredItem;
import dev.freshet.job.Run;
import dev.freshet.postgres.Session;
import dev.freshet.server.api.Callers;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The items of runs: of the run that listed them and of those that go on with them alike. */
@Tag(name = "items")
@RestController
@RequestMapping("/api/runs/{id}/items")
class ItemResource {

    private final Freshet freshet;
    private final ItemStore lists = new ItemStore();
    private final ItemQueries items = new ItemQueries();

    ItemResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "Items of a run, in the order they were listed")
    @GetMapping
    Page<ItemResponse> list(
            @PathVariable long id,
            @RequestParam @Nullable String state,
            @RequestParam @Nullable String error,
            @RequestParam @Nullable String key,
            @RequestParam @Nullable String cursor,
            @RequestParam @Nullable String next,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        Long after = Page.number(cursor == null ? next : cursor);
        ItemFilter filter = new ItemFilter(
                List.of(),
                state == null ? null : ItemSelection.state(state),
                ItemSelection.blankless(error),
                ItemSelection.blankless(key));
        int rows = Page.checkedLimit(limit) + 1;
        return freshet.database().call(session -> {
            Run run = run(session, id);
            Long of = run.itemRunId();
            if (of == null) {
                return new Page<ItemResponse>(List.of(), null);
            }
            PayloadMask mask = freshet.items().mask(session, run);
            List<ItemResponse> found =
                    items.list(session, list(session, run), filter, after == null ? 0 : after, rows).stream()
                            .map(item -> ItemResponse.of(item, mask))
                            .toList();
            return Page.of(found, limit, item -> Long.toString(item.id()));
        });
    }

    @Operation(summary = "An item with its payload, its error and its history")
    @GetMapping("/{item}")
    ItemResponse one(@PathVariable long id, @PathVariable long item) {
        return freshet.database().call(session -> {
            Run run = run(session, id);
            StoredItem found = items.find(session, list(session, run), item)
                    .orElseThrow(() -> new FreshetException(
                            ErrorCode.ITEM_NOT_FOUND,
                            "Run " + id + " has no item " + item + "; GET /api/runs/" + id + "/items lists them."));
            return ItemResponse.of(found, freshet.items().mask(session, run));
        });
    }

    @Operation(
            summary = "Changes the payload of a failed or waiting item",
            description =
                    "Where it says \\u2022\\u2022\\u2022 at a redacted path, the value stays as it is. The item goes"
                            + " through again when it is re-injected")
    @RequestMapping(
            path = "/{item}",
            method = {RequestMethod.PUT, RequestMethod.PATCH})
    ItemResponse edit(
            @PathVariable long id, @PathVariable long item, @RequestBody Edit body, HttpServletRequest request) {
        JsonNode payload = body.payload();
        if (payload == null) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT, "Expected {\"payload\": …}, with the whole payload as JSON.");
        }
        freshet.items().edit(id, item, payload.toString(), Callers.of(request), body.reason());
        return one(id, item);
    }

    @Operation(
            summary = "Sends failed items through again, in a new run that works on them and on what waits",
            description =
                    "Which: \"items\" (ids), or those that fit \"error\" and \"key\", or all that failed. The same"
                            + " Idempotency-Key answers the same run")
    @PostMapping("/reinject")
    ResponseEntity<Reinjected> reinject(
            @PathVariable long id,
            @RequestBody(required = false) @Nullable ItemSelection body,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            HttpServletRequest request) {
        ItemSelection asked = body == null ? ItemSelection.ALL : body;
        ItemControl.Reinjected done = freshet.items()
                .reinject(id, asked.filter(ItemState.FAILED), Callers.of(request), asked.reason(), idempotencyKey);
        return ResponseEntity.accepted()
                .location(URI.create("/api/runs/" + done.run()))
                .body(new Reinjected(done.run(), done.items()));
    }

    @Operation(
            summary = "Takes failed or waiting items out of the work; needs a reason",
            description = "Which: as re-inject")
    @PostMapping("/dismiss")
    Changed dismiss(
            @PathVariable long id,
            @RequestBody(required = false) @Nullable ItemSelection body,
            HttpServletRequest request) {
        ItemSelection asked = body == null ? ItemSelection.ALL : body;
        return new Changed(
                freshet.items().dismiss(id, asked.filter(ItemState.FAILED), Callers.of(request), asked.reason()));
    }

    @Operation(summary = "Takes a dismissal back", description = "Which: as re-inject, of those dismissed")
    @PostMapping("/restore")
    Changed restore(
            @PathVariable long id,
            @RequestBody(required = false) @Nullable ItemSelection body,
            HttpServletRequest request) {
        ItemSelection asked = body == null ? ItemSelection.ALL : body;
        return new Changed(
                freshet.items().restore(id, asked.filter(ItemState.DISMISSED), Callers.of(request), asked.reason()));
    }

    private Run run(Session session, long id) {
        return freshet.runs()
                .find(session, id)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.RUN_NOT_FOUND,
                        "There is no run " + id + "; it may have been pruned. GET /api/runs lists runs"));
    }

    private ItemList list(Session session, Run run) {
        Long of = run.itemRunId();
        return Optional.ofNullable(of)
                .flatMap(listed -> lists.findList(session, listed))
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.ITEM_NOT_FOUND, "Run " + run.id() + " has no items, or they are not kept any more."));
    }

    /** A payload, and why it is changed. */
    record Edit(@Nullable JsonNode payload, @Nullable String reason) {}

    /**
     * What came of a re-injection.
     *
     * @param id of the new run
     * @param items how many were re-injected; null where the same key was used before
     */
    record Reinjected(long id, @Nullable Long items) {}

    /** How many items an act changed. */
    record Changed(long items) {}
}
