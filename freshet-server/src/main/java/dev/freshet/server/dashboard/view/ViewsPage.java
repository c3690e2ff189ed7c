// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

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

/** {@code /views} */
@Controller
class ViewsPage {

    private final Pages pages;
    private final ViewsReader views;

    ViewsPage(Pages pages, ViewsReader views) {
        this.pages = pages;
        this.views = views;
    }

    @GetMapping("/views")
    View show(
            Viewer viewer, @RequestParam(defaultValue = "all") String show, @RequestParam(defaultValue = "") String q) {
        Views.Selection selection = new Views.Selection(Views.Tab.of(show), q.strip());
        return pages.show(
                viewer,
                new Page(
                        Section.VIEWS,
                        "Views",
                        "view/views.jte",
                        Set.of(Topic.VIEWS, Topic.DEFINITIONS),
                        reader -> views.read(reader, selection)));
    }
}
