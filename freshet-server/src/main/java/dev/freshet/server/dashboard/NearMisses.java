// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import dev.freshet.Freshet;
import dev.freshet.definition.DidYouMean;
import dev.freshet.error.FreshetException;
import dev.freshet.job.Job;
import dev.freshet.server.dashboard.Trouble.Link;
import dev.freshet.server.dashboard.ui.Paths;
import dev.freshet.view.ViewCatalog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/** Pages that somebody probably meant whose address leads nowhere. */
@Component
class NearMisses {

    private final Freshet freshet;

    NearMisses(Freshet freshet) {
        this.freshet = freshet;
    }

    List<Link> of(String path) {
        List<String> parts = Arrays.stream(path.split("/"))
                .filter(part -> !part.isEmpty())
                .map(part -> UriUtils.decode(part, StandardCharsets.UTF_8))
                .toList();
        if (parts.isEmpty()) {
            return List.of();
        }
        try {
            return switch (parts.getFirst()) {
                case "views" -> named(parts, views(), Paths::view, new Link("All views", "/views"));
                case "jobs" -> named(parts, jobs(), Paths::job, new Link("All jobs", "/jobs"));
                case "runs" -> List.of(new Link("All runs", "/runs"));
                case "deployments" -> List.of(new Link("All deployments", "/deployments"));
                default -> section(parts.getFirst());
            };
        } catch (FreshetException e) {
            // A suggestion is not worth a second failure.
            return List.of();
        }
    }

    private static List<Link> named(
            List<String> parts, Collection<String> names, Function<String, String> path, Link all) {
        List<Link> links = new ArrayList<>();
        String closest = parts.size() < 2 ? null : DidYouMean.closest(parts.get(1), names);
        if (closest != null) {
            links.add(new Link(closest, path.apply(closest)));
        }
        links.add(all);
        return links;
    }

    private static List<Link> section(String word) {
        List<String> words = Arrays.stream(Section.values())
                .map(section -> section.path().substring(1))
                .filter(section -> !section.isEmpty())
                .toList();
        String closest = DidYouMean.closest(word, words);
        return closest == null ? List.of() : List.of(new Link("/" + closest, "/" + closest));
    }

    private List<String> views() {
        return freshet.views().list().stream().map(ViewCatalog.Entry::name).toList();
    }

    private List<String> jobs() {
        return freshet.database().call(session -> freshet.jobs().list(session)).stream()
                .map(Job::name)
                .toList();
    }
}
