// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.definition.Durations;
import dev.freshet.job.RunFilter;
import dev.freshet.job.RunState;
import dev.freshet.job.Trigger;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.Viewer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** {@code /runs} */
@Controller
class RunsPage {

    private static final int RUNS = 50;

    private final Pages pages;
    private final RunReader runs;

    RunsPage(Pages pages, RunReader runs) {
        this.pages = pages;
        this.runs = runs;
    }

    @GetMapping("/runs")
    View show(
            @RequestParam @Nullable String job,
            @RequestParam @Nullable String state,
            @RequestParam @Nullable String trigger,
            @RequestParam @Nullable String since,
            @RequestParam @Nullable Long before,
            Viewer viewer) {
        RunState inState = one(RunState.values(), RunState::id, state);
        Trigger by = one(Trigger.values(), Trigger::id, trigger);
        Duration age =
                since == null || since.isBlank() ? null : Durations.find(since).orElse(null);
        String ofJob = job == null || job.isBlank() ? null : job.strip();
        // Older pages are history; only the first one changes.
        Set<Topic> topics = before == null ? Set.of(Topic.RUNS) : Set.of();
        return pages.show(viewer, new Page(Section.RUNS, "Runs", "run/runs.jte", topics, reader -> {
            RunFilter filter = new RunFilter(
                    ofJob, inState, by, age == null ? null : reader.now().minus(age), before, RUNS);
            return new Runs(runs.list(filter), ofJob, inState, by, age == null ? null : since, before);
        }));
    }

    private static <T> @Nullable T one(T[] all, java.util.function.Function<T, String> id, @Nullable String wanted) {
        return Arrays.stream(all)
                .filter(value -> id.apply(value).equals(wanted))
                .findFirst()
                .orElse(null);
    }
}
