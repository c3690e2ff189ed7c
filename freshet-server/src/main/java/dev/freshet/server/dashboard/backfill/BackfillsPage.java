// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.backfill;

import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.Viewer;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** {@code /backfills} */
@Controller
class BackfillsPage {

    private final Pages pages;
    private final BackfillReader backfills;

    BackfillsPage(Pages pages, BackfillReader backfills) {
        this.pages = pages;
        this.backfills = backfills;
    }

    @GetMapping("/backfills")
    View show(@RequestParam @Nullable String job, @RequestParam @Nullable Long before, Viewer viewer) {
        String ofJob = job == null || job.isBlank() ? null : job.strip();
        return pages.show(
                viewer,
                new Page(
                        Section.BACKFILLS,
                        "Backfills",
                        "backfill/backfills.jte",
                        Set.of(Topic.BACKFILLS),
                        reader -> backfills.list(ofJob, before)));
    }
}
