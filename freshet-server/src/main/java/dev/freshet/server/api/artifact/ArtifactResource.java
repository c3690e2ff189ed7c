// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.artifact;

import dev.freshet.Freshet;
import dev.freshet.artifact.ArtifactStore;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The files that runs kept. */
@Tag(name = "artifacts")
@RestController
class ArtifactResource {

    private final Freshet freshet;
    private final ArtifactContent content;
    private final ArtifactStore artifacts = new ArtifactStore();

    ArtifactResource(Freshet freshet, ArtifactContent content) {
        this.freshet = freshet;
        this.content = content;
    }

    @Operation(summary = "The files a run kept, in the order in which it kept them")
    @GetMapping("/api/runs/{id}/artifacts")
    Page<ArtifactResponse> list(
            @PathVariable long id,
            @RequestParam @Nullable String item,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        Long after = Page.number(cursor);
        int rows = Page.checkedLimit(limit) + 1;
        List<ArtifactResponse> found = freshet.database().call(session -> {
            if (freshet.runs().find(session, id).isEmpty()) {
                throw new FreshetException(
                        ErrorCode.RUN_NOT_FOUND,
                        "There is no run " + id + "; it may have been pruned. GET /api/runs lists runs");
            }
            return artifacts.list(session, id, item, after == null ? 0 : after, rows).stream()
                    .map(ArtifactResponse::of)
                    .toList();
        });
        return Page.of(found, limit, artifact -> Long.toString(artifact.id()));
    }

    @Operation(summary = "The content of an artifact, to be saved")
    @GetMapping("/api/artifacts/{id}")
    ResponseEntity<byte[]> content(@PathVariable long id) {
        return content.download(content.load(id));
    }
}
