// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import dev.freshet.Freshet;
import dev.freshet.job.Trigger;
import dev.freshet.server.dashboard.Acted;
import dev.freshet.server.dashboard.Fragments;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.dashboard.ui.Paths;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.Viewer;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** {@code /views/{view}} */
@Controller
class ViewPage {

    private final Pages pages;
    private final ViewReader views;
    private final Fragments fragments;
    private final CloserLook closerLook;
    private final Freshet freshet;

    ViewPage(Pages pages, ViewReader views, Fragments fragments, CloserLook closerLook, Freshet freshet) {
        this.pages = pages;
        this.fragments = fragments;
        this.views = views;
        this.closerLook = closerLook;
        this.freshet = freshet;
    }

    @GetMapping("/views/{view}")
    View show(
            Viewer viewer,
            @PathVariable String view,
            @RequestParam @Nullable String span,
            @RequestParam @Nullable Long before) {
        ViewReader.Wanted wanted = new ViewReader.Wanted(view, ChartSpan.of(span), before);
        return pages.show(
                viewer,
                new Page(
                        Section.VIEWS,
                        view,
                        "view/view.jte",
                        Set.of(Topic.VIEWS, Topic.DEFINITIONS),
                        reader -> views.read(reader, wanted)));
    }

    /** What a connection of its own and maybe some rows tell; asked for by the page after it is there. */
    @GetMapping("/views/{view}/advice")
    View advice(@PathVariable String view) {
        return fragments.show(
                "view/closerLook.jte", reader -> Map.of("reader", reader, "model", closerLook.at(view, reader.now())));
    }

    /** What other promises would cost; asked for by a button of the page. */
    @GetMapping("/views/{view}/what-if")
    View whatIf(@PathVariable String view, @RequestParam(defaultValue = "") String target) {
        return fragments.show(
                "view/whatIf.jte", reader -> Map.of("reader", reader, "model", WhatIfCard.read(freshet, view, target)));
    }

    @PostMapping("/views/{view}/refresh")
    ResponseEntity<Void> refresh(Viewer viewer, @PathVariable String view) {
        long run = freshet.viewControl().refresh(view, Trigger.MANUAL, viewer.actor(), null);
        return Acted.said(view + " is being refreshed.", "Run " + run, Paths.run(run));
    }
}
