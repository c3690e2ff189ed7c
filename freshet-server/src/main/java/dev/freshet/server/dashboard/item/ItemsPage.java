// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.item;

import dev.freshet.Freshet;
import dev.freshet.item.ItemControl;
import dev.freshet.item.ItemState;
import dev.freshet.job.Run;
import dev.freshet.server.dashboard.Acted;
import dev.freshet.server.dashboard.Missing;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.Viewer;
import dev.freshet.server.text.Human;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** {@code /runs/17/items} and {@code /runs/17/items/3}, and what can be done to items. */
@Controller
@RequestMapping("/runs/{id:[0-9]+}/items")
class ItemsPage {

    private final Pages pages;
    private final ItemsReader items;
    private final Freshet freshet;

    ItemsPage(Pages pages, ItemsReader items, Freshet freshet) {
        this.pages = pages;
        this.items = items;
        this.freshet = freshet;
    }

    @GetMapping
    View list(
            @PathVariable long id,
            @RequestParam @Nullable String state,
            @RequestParam @Nullable String error,
            @RequestParam @Nullable String key,
            @RequestParam @Nullable Long from,
            Viewer viewer,
            HttpServletResponse response) {
        Optional<Run> run = items.find(id);
        if (run.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return pages.show(viewer, missing("There is no run " + id, "All runs", "/runs"));
        }
        ItemChoice choice = ItemChoice.of(state, error, key);
        return pages.show(
                viewer,
                new Page(
                        Section.RUNS,
                        "Items of run " + id,
                        "item/items.jte",
                        topics(run.get()),
                        reader -> items.list(items.find(id).orElse(run.get()), choice, from)));
    }

    @GetMapping("/{item:[0-9]+}")
    View one(@PathVariable long id, @PathVariable long item, Viewer viewer, HttpServletResponse response) {
        Optional<Run> run = items.find(id);
        Optional<ItemDetails> found = run.flatMap(of -> items.read(of, item));
        if (run.isEmpty() || found.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return pages.show(
                    viewer,
                    missing(
                            run.isEmpty() ? "There is no run " + id : "Run " + id + " has no item " + item,
                            run.isEmpty() ? "All runs" : "Its items",
                            run.isEmpty() ? "/runs" : "/runs/" + id + "/items"));
        }
        return pages.show(
                viewer,
                new Page(
                        Section.RUNS,
                        "Item " + found.get().item().key() + " of run " + id,
                        "item/item.jte",
                        topics(run.get()),
                        reader -> items.read(run.get(), item).orElse(found.get())));
    }

    @PostMapping("/reinject")
    ResponseEntity<Void> reinject(@PathVariable long id, @ModelAttribute MeantItems meant, Viewer viewer) {
        ItemControl.Reinjected done =
                freshet.items().reinject(id, meant.in(ItemState.FAILED), viewer.actor(), text(meant.reason()), null);
        long count = done.items() == null ? 0 : done.items();
        return Acted.said(
                Human.count(count, "item") + (count == 1 ? " goes" : " go") + " through again in run " + done.run(),
                "Watch it",
                "/runs/" + done.run());
    }

    @PostMapping("/dismiss")
    ResponseEntity<Void> dismiss(@PathVariable long id, @ModelAttribute MeantItems meant, Viewer viewer) {
        long count = freshet.items().dismiss(id, meant.in(ItemState.FAILED), viewer.actor(), text(meant.reason()));
        return Acted.said(Human.count(count, "item") + (count == 1 ? " is" : " are") + " dismissed");
    }

    @PostMapping("/restore")
    ResponseEntity<Void> restore(@PathVariable long id, @ModelAttribute MeantItems meant, Viewer viewer) {
        long count = freshet.items().restore(id, meant.in(ItemState.DISMISSED), viewer.actor(), text(meant.reason()));
        return Acted.said("The dismissal of " + Human.count(count, "item") + " is taken back");
    }

    @PostMapping("/{item:[0-9]+}/edit")
    ResponseEntity<Void> edit(
            @PathVariable long id,
            @PathVariable long item,
            @RequestParam(defaultValue = "") String payload,
            @RequestParam @Nullable String reason,
            Viewer viewer) {
        freshet.items().edit(id, item, payload, viewer.actor(), text(reason));
        return Acted.said("The payload is changed; re-inject the item to send it through again");
    }

    /** Whoever works on the items changes them, whichever run's address is open. */
    private Set<Topic> topics(Run run) {
        Set<Topic> topics = new HashSet<>(Set.of(Topic.RUNS, Topic.run(run.id())));
        items.runsOn(run).forEach(other -> topics.add(Topic.run(other)));
        return topics;
    }

    private static @Nullable String text(@Nullable String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    private static Page missing(String title, String list, String path) {
        return new Page(
                Section.RUNS,
                title,
                "ui/missing.jte",
                Set.of(),
                reader -> new Missing(
                        title,
                        "It may have been pruned: items are kept as long as retention says in freshet.yaml.",
                        null,
                        null,
                        list,
                        path));
    }
}
