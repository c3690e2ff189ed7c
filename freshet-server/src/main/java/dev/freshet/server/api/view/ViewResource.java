// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import dev.freshet.Freshet;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.Trigger;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import dev.freshet.server.api.Callers;
import dev.freshet.server.api.Page;
import dev.freshet.server.api.view.ViewResponse.FindingResponse;
import dev.freshet.view.MaterializedView;
import dev.freshet.view.RefreshStore;
import dev.freshet.view.ViewChecks;
import dev.freshet.view.ViewStore;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Views and their freshness. */
@Tag(name = "views")
@RestController
class ViewResource {

    private static final int REFRESHES_SHOWN = 50;

    private final Freshet freshet;
    private final ViewStore views = new ViewStore();
    private final ViewChecks checks = new ViewChecks(views);
    private final RefreshStore refreshes = new RefreshStore();

    ViewResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "Views that are declared or exist, by name")
    @GetMapping("/api/views")
    Page<ViewResponse> list(
            @RequestParam @Nullable String cursor, @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        int checked = Page.checkedLimit(limit);
        ViewCatalog catalog = ViewCatalog.read(freshet);
        List<ViewResponse> items = catalog.names().stream()
                .filter(name -> cursor == null || name.compareTo(cursor) > 0)
                .limit(checked + 1L)
                .map(catalog::view)
                .toList();
        return Page.of(items, checked, ViewResponse::name);
    }

    @Operation(summary = "A view with its query, indexes, what checks found, and its refreshes")
    @GetMapping("/api/views/{view}")
    ViewResponse.Details one(@PathVariable String view) {
        ViewCatalog catalog = ViewCatalog.read(freshet);
        if (!catalog.has(view)) {
            throw notFound(view);
        }
        String name = ViewCatalog.plain(view);
        List<RefreshResponse> history =
                freshet
                        .database()
                        .call(session -> refreshes.list(session, name, null, null, null, REFRESHES_SHOWN))
                        .stream()
                        .map(RefreshResponse::of)
                        .toList();
        MaterializedView existing = catalog.existing(view);
        if (existing == null) {
            return new ViewResponse.Details(catalog.view(view), null, List.of(), List.of(), history);
        }
        try (Session session = freshet.database().openDirect()) {
            // Whoever looks must not wait for a refresh that blocks.
            session.execute("SET lock_timeout = '500ms'");
            return new ViewResponse.Details(
                    catalog.view(view),
                    query(session, existing),
                    existing.indexes().stream().map(ViewResponse.Index::of).toList(),
                    checks.check(session, existing).stream()
                            .map(FindingResponse::of)
                            .toList(),
                    history);
        }
    }

    @Operation(summary = "Refreshes a view now; the same Idempotency-Key answers the same run")
    @PostMapping("/api/views/{view}/refresh")
    ResponseEntity<Started> refresh(
            @PathVariable String view,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            HttpServletRequest request) {
        ViewCatalog catalog = ViewCatalog.read(freshet);
        if (!catalog.has(view)) {
            throw notFound(view);
        }
        if (!catalog.isDefined(view)) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "View " + view + " exists but is not declared; add it under views: and apply");
        }
        String job = freshet.definitions().current().views().stream()
                .filter(declared -> ViewCatalog.plain(declared.name()).equals(ViewCatalog.plain(view)))
                .findFirst()
                .orElseThrow(() -> notFound(view))
                .name();
        long id = freshet.control().runNow(job, Map.of(), Trigger.API, Callers.of(request), idempotencyKey);
        return ResponseEntity.accepted().location(URI.create("/api/runs/" + id)).body(new Started(id));
    }

    @Operation(summary = "How fresh everything is that a freshness was promised for")
    @GetMapping("/api/freshness")
    Page<FreshnessResponse> freshness() {
        return new Page<>(ViewCatalog.read(freshet).freshness(), null);
    }

    private @Nullable String query(Session session, MaterializedView view) {
        try {
            return views.definition(session, view);
        } catch (DatabaseException e) {
            if (e.error().isLockTimeout()) {
                return null;
            }
            throw e;
        }
    }

    private static FreshetException notFound(String view) {
        return new FreshetException(
                ErrorCode.VIEW_NOT_FOUND,
                "There is no view named " + view + ", neither declared nor in the database. GET /api/views lists them");
    }

    /** The run that was queued. */
    record Started(long id) {}
}
