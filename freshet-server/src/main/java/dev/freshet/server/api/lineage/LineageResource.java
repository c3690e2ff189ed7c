// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.lineage;

import dev.freshet.Freshet;
import dev.freshet.freshness.Freshness;
import dev.freshet.lineage.LineageExcerpt;
import dev.freshet.lineage.LineageMap;
import dev.freshet.lineage.LineageNode;
import dev.freshet.lineage.SimplePaths;
import dev.freshet.server.api.Page;
import dev.freshet.view.ViewCatalog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What reads what. */
@Tag(name = "lineage")
@RestController
class LineageResource {

    private static final int ALL_THE_WAY = 10_000;

    private final Freshet freshet;
    private final PathStream stream;

    LineageResource(Freshet freshet, PathStream stream) {
        this.freshet = freshet;
        this.stream = stream;
    }

    @Operation(
            summary = "What reads what, of everything or around one relation or job",
            description = "Tables, views, functions, and the jobs and groups that after: ties to views; nearest first")
    @GetMapping("/api/lineage")
    LineageResponse graph(
            @RequestParam @Nullable String around,
            @RequestParam @Nullable Integer depth,
            @RequestParam(defaultValue = "1000") int limit) {
        int most = Page.checkedLimit(limit);
        LineageMap map = freshet.lineage().map();
        Map<String, Freshness> freshness = new HashMap<>();
        for (ViewCatalog.Entry entry : freshet.views().listDefined()) {
            entry.freshness().ifPresent(known -> freshness.put(entry.name(), known));
        }
        int steps = depth == null ? ALL_THE_WAY : Math.clamp(depth, 0, ALL_THE_WAY);
        if (around == null) {
            return LineageResponse.of(null, map.whole(most), map.cycles(), freshness);
        }
        LineageNode centre = freshet.lineage().load(map, around);
        LineageExcerpt excerpt = map.around(centre, steps, most);
        return LineageResponse.of(centre.name(), excerpt, map.cycles(), freshness);
    }

    @Operation(
            summary = "Every path along which rows of one relation come into another, sent as it is found",
            description =
                    "Depth first, in the order of names, no relation twice. next is null at the end; given as cursor"
                        + " it goes on exactly after the last path. With Accept: application/x-ndjson a path per line,"
                        + " up to 1,000,000, and a last line with next")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = LineagePathsResponse.class)))
    @GetMapping("/api/lineage/paths")
    void paths(
            @RequestParam String from,
            @RequestParam String to,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            HttpServletResponse response)
            throws IOException {
        int most = Page.checkedLimit(limit);
        stream.json(paths(from, to, cursor), most, response);
    }

    @Operation(hidden = true)
    @GetMapping(value = "/api/lineage/paths", produces = MediaType.APPLICATION_NDJSON_VALUE)
    void lines(
            @RequestParam String from,
            @RequestParam String to,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "" + PathStream.MOST_LINES) int limit,
            HttpServletResponse response)
            throws IOException {
        stream.lines(paths(from, to, cursor), limit, response);
    }

    private SimplePaths paths(String from, String to, @Nullable String cursor) {
        return freshet.lineage().paths(from, to, cursor);
    }

    /** A part of the list of paths. */
    record LineagePathsResponse(
            List<PathStream.LineagePath> items, @Nullable String next) {}
}
