// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.Viewer;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** {@code /jobs} */
@Controller
class JobsPage {

    private final Pages pages;
    private final JobsReader jobs;

    JobsPage(Pages pages, JobsReader jobs) {
        this.pages = pages;
        this.jobs = jobs;
    }

    @GetMapping("/jobs")
    View show(
            @RequestParam(defaultValue = "all") String state,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") int page,
            Viewer viewer) {
        return pages.show(
                viewer,
                new Page(
                        Section.JOBS,
                        "Jobs",
                        "job/jobs.jte",
                        Set.of(Topic.RUNS, Topic.DEFINITIONS),
                        reader -> jobs.read(reader, JobTab.of(state), q.strip(), page)));
    }
}
