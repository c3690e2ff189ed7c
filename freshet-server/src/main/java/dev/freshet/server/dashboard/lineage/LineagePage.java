// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.lineage;

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

/** {@code /lineage} */
@Controller
class LineagePage {

    private final Pages pages;
    private final LineageReader lineage;

    LineagePage(Pages pages, LineageReader lineage) {
        this.pages = pages;
        this.lineage = lineage;
    }

    @GetMapping("/lineage")
    View show(
            Viewer viewer,
            @RequestParam @Nullable String around,
            @RequestParam @Nullable String depth,
            @RequestParam @Nullable String tables) {
        LineageWish wish = LineageWish.of(around, depth, tables);
        return pages.show(
                viewer,
                new Page(
                        Section.LINEAGE,
                        wish.around() == null ? "Lineage" : "Lineage of " + wish.around(),
                        "lineage/lineage.jte",
                        Set.of(Topic.VIEWS, Topic.DEFINITIONS),
                        reader -> lineage.read(reader, wish)));
    }
}
