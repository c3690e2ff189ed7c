// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.overview;

import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.Viewer;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** {@code /} */
@Controller
class OverviewPage {

    private final Pages pages;
    private final OverviewReader overview;

    OverviewPage(Pages pages, OverviewReader overview) {
        this.pages = pages;
        this.overview = overview;
    }

    @GetMapping("/")
    View show(Viewer viewer) {
        return pages.show(
                viewer,
                new Page(
                        Section.OVERVIEW,
                        "Overview",
                        "overview/overview.jte",
                        Set.of(Topic.RUNS, Topic.PROGRESS, Topic.VIEWS, Topic.DEFINITIONS, Topic.ALERTS),
                        overview::read));
    }
}
