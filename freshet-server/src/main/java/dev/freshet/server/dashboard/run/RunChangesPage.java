// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.Freshet;
import dev.freshet.change.Change;
import dev.freshet.change.ChangeFilter;
import dev.freshet.job.Run;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.Viewer;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** {@code /runs/17/changes}: the rows a run changed, before and after. */
@Controller
class RunChangesPage {

    private static final int ROWS = 50;

    private final Pages pages;
    private final RunReader runs;
    private final Freshet freshet;

    RunChangesPage(Pages pages, RunReader runs, Freshet freshet) {
        this.pages = pages;
        this.runs = runs;
        this.freshet = freshet;
    }

    @GetMapping("/runs/{id:[0-9]+}/changes")
    View show(
            @PathVariable long id,
            @RequestParam @Nullable String table,
            @RequestParam @Nullable String kind,
            @RequestParam @Nullable Long after,
            Viewer viewer,
            HttpServletResponse response) {
        Run run = runs.find(id);
        if (run == null) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return pages.show(viewer, RunPage.missing(id));
        }
        String ofTable = table == null || table.isBlank() ? null : table.strip();
        String ofKind = kind == null || kind.isBlank() ? null : kind.strip();
        return pages.show(
                viewer,
                new Page(
                        Section.RUNS,
                        "Changes of run " + id,
                        "run/changes.jte",
                        run.state().isActive() ? Set.of(Topic.run(id)) : Set.of(),
                        reader -> read(run, ofTable, ofKind, after)));
    }

    private RunChanges read(Run run, @Nullable String table, @Nullable String kind, @Nullable Long after) {
        return freshet.database().call(session -> {
            List<Change> found = freshet.changes()
                    .list(session, run.id(), run.queuedAt(), new ChangeFilter(table, kind, after, ROWS + 1));
            boolean more = found.size() > ROWS;
            return new RunChanges(
                    run,
                    freshet.changes().summarize(session, run.id(), run.queuedAt()),
                    ChangedRow.of(more ? found.subList(0, ROWS) : found),
                    table,
                    kind,
                    after,
                    more);
        });
    }
}
