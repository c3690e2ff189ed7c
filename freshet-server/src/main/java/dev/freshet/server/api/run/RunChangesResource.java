// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.run;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.freshet.Freshet;
import dev.freshet.change.Change;
import dev.freshet.change.ChangeFilter;
import dev.freshet.change.ChangeSummary;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.Run;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Which rows a run changed. */
@Tag(name = "runs")
@RestController
@RequestMapping("/api/runs/{id}/changes")
class RunChangesResource {

    private static final List<String> KINDS = List.of("insert", "update", "delete", "truncate");

    private final Freshet freshet;

    RunChangesResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(
            summary = "Rows a run changed in the tables its job tracks, before and after, in order",
            description =
                    "The summary counts every row; of each table and run at most as many rows are kept as the job says")
    @GetMapping
    Changes list(
            @PathVariable long id,
            @RequestParam @Nullable String table,
            @RequestParam @Nullable String kind,
            @RequestParam @Nullable String next,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        if (kind != null && !KINDS.contains(kind)) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT, "There is no kind \"" + kind + "\"; expected one of " + KINDS);
        }
        Long after = Page.number(next == null ? cursor : next);
        String name = table != null && table.startsWith("public.") ? table.substring("public.".length()) : table;
        ChangeFilter filter = new ChangeFilter(name, kind, after, Page.checkedLimit(limit) + 1);
        return freshet.database().call(session -> {
            Run run = freshet.runs()
                    .find(session, id)
                    .orElseThrow(() -> new FreshetException(
                            ErrorCode.RUN_NOT_FOUND,
                            "There is no run " + id + "; it may have been pruned. GET /api/runs lists runs"));
            Page<ChangeResponse> page = Page.of(
                    freshet.changes().list(session, id, run.queuedAt(), filter).stream()
                            .map(ChangeResponse::of)
                            .toList(),
                    limit,
                    change -> Long.toString(change.id()));
            List<SummaryResponse> summary = freshet.changes().summarize(session, id, run.queuedAt()).stream()
                    .map(SummaryResponse::of)
                    .toList();
            return new Changes(page.items(), page.next(), summary);
        });
    }

    /**
     * A part of the changes.
     *
     * @param summary of every table, whatever the filter
     */
    record Changes(List<ChangeResponse> items, @Nullable String next, List<SummaryResponse> summary) {}

    /**
     * A row before and after.
     *
     * @param applied false where it was rolled back: what the run would have done
     */
    record ChangeResponse(
            long id,
            int attempt,
            String table,
            String kind,
            @JsonRawValue @Nullable String key,
            @JsonRawValue @Nullable String before,
            @JsonRawValue @Nullable String after,
            List<String> columns,
            boolean applied,
            Instant at) {

        static ChangeResponse of(Change change) {
            return new ChangeResponse(
                    change.number(),
                    change.attempt(),
                    change.table(),
                    change.kind(),
                    change.key(),
                    change.before(),
                    change.after(),
                    change.columns(),
                    change.applied(),
                    change.recordedAt());
        }
    }

    /**
     * What a run changed in a table.
     *
     * @param touched distinct rows
     * @param sharePercent of the rows before that were touched, or null where it is not known
     */
    record SummaryResponse(
            String table,
            long inserted,
            long updated,
            long deleted,
            long truncated,
            long kept,
            @Nullable Long touched,
            @Nullable Long rowsBefore,
            boolean rowsBeforeEstimated,
            @Nullable Double sharePercent,
            boolean applied) {

        static SummaryResponse of(ChangeSummary summary) {
            return new SummaryResponse(
                    summary.table(),
                    summary.inserted(),
                    summary.updated(),
                    summary.deleted(),
                    summary.truncated(),
                    summary.kept(),
                    summary.touched(),
                    summary.rowsBefore(),
                    summary.estimated(),
                    summary.share(),
                    summary.applied());
        }
    }
}
