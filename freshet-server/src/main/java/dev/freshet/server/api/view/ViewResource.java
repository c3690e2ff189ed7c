// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import dev.freshet.Freshet;
import dev.freshet.server.api.Callers;
import dev.freshet.server.api.Page;
import dev.freshet.server.api.view.ViewResponse.FindingResponse;
import dev.freshet.view.MaterializedView;
import dev.freshet.view.RefreshStore;
import dev.freshet.view.ViewCatalog;
import dev.freshet.view.ViewControl;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Views; {@link FreshnessResource} tells more of their freshness. */
@Tag(name = "views")
@RestController
class ViewResource {

    private static final int REFRESHES_SHOWN = 50;

    private final Freshet freshet;
    private final RefreshStore refreshes = new RefreshStore();

    ViewResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "Views that are declared or exist, by name")
    @GetMapping("/api/views")
    Page<ViewResponse> list(
            @RequestParam @Nullable String cursor, @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        int checked = Page.checkedLimit(limit);
        List<ViewResponse> items = freshet.views().list().stream()
                .filter(entry -> cursor == null || entry.name().compareTo(cursor) > 0)
                .limit(checked + 1L)
                .map(ViewResponse::of)
                .toList();
        return Page.of(items, checked, ViewResponse::name);
    }

    @Operation(summary = "A view with its query, indexes, what checks found, and its refreshes")
    @GetMapping("/api/views/{view}")
    ViewResponse.Details one(@PathVariable String view) {
        ViewCatalog.Entry entry = freshet.viewControl().load(view);
        List<RefreshResponse> history = freshet
                .database()
                .call(session -> refreshes.list(session, entry.name(), null, null, null, REFRESHES_SHOWN))
                .stream()
                .map(RefreshResponse::of)
                .toList();
        MaterializedView existing = entry.existing();
        if (existing == null) {
            return new ViewResponse.Details(ViewResponse.of(entry), null, List.of(), List.of(), history);
        }
        ViewControl.Inspection inspection = freshet.viewControl().inspect(existing);
        return new ViewResponse.Details(
                ViewResponse.of(entry),
                inspection.query(),
                existing.indexes().stream().map(ViewResponse.Index::of).toList(),
                inspection.findings().stream().map(FindingResponse::of).toList(),
                history);
    }

    @Operation(summary = "Refreshes a view now; the same Idempotency-Key answers the same run")
    @PostMapping("/api/views/{view}/refresh")
    ResponseEntity<Started> refresh(
            @PathVariable String view,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            HttpServletRequest request) {
        long id = freshet.viewControl().refresh(view, Callers.trigger(request), Callers.of(request), idempotencyKey);
        return ResponseEntity.accepted().location(URI.create("/api/runs/" + id)).body(new Started(id));
    }

    /** The run that was queued. */
    record Started(long id) {}
}
