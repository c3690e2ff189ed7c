// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import dev.freshet.Freshet;
import dev.freshet.error.FreshetException;
import dev.freshet.lineage.DependencyGraph;
import dev.freshet.lineage.LineageStore;
import dev.freshet.lineage.Relation;
import dev.freshet.lineage.RelationKind;
import dev.freshet.server.dashboard.ui.Paths;
import dev.freshet.server.dashboard.view.Looked.Neighbour;
import dev.freshet.view.MaterializedView;
import dev.freshet.view.ViewControl;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Looks at views closely: checks, query, lineage. Opens a connection and may read rows, so that what was found is told to
 * everybody who asks within {@link #KEPT}, and two who ask at once cause one look. Thread-safe.
 */
@Component
class CloserLook {

    static final Duration KEPT = Duration.ofSeconds(10);

    private final Freshet freshet;
    private final LineageStore lineage = new LineageStore();
    private final ConcurrentHashMap<String, Looked> looked = new ConcurrentHashMap<>();

    CloserLook(Freshet freshet) {
        this.freshet = freshet;
    }

    Looked at(String view, Instant now) {
        looked.values().removeIf(known -> known.at().plus(KEPT).isBefore(now));
        return looked.computeIfAbsent(view, name -> look(name, now));
    }

    private Looked look(String name, Instant now) {
        MaterializedView view = freshet.viewControl().load(name).existing();
        if (view == null) {
            return new Looked(name, now, null, null, List.of(), List.of(), List.of());
        }
        try {
            ViewControl.Inspection inspection = freshet.viewControl().inspect(view);
            DependencyGraph graph = freshet.database().call(lineage::whole);
            Relation self = new Relation(RelationKind.MATERIALIZED_VIEW, view.oid(), view.name());
            return new Looked(
                    name,
                    now,
                    null,
                    inspection.query(),
                    inspection.findings(),
                    neighbours(graph.sourcesOf(self)),
                    neighbours(graph.dependantsOf(self)));
        } catch (FreshetException e) {
            // Part of a page that has a lot else to say: told in its place instead of failing the whole.
            return new Looked(name, now, String.valueOf(e.getMessage()), null, List.of(), List.of(), List.of());
        }
    }

    private static List<Neighbour> neighbours(Collection<Relation> relations) {
        return relations.stream()
                .map(relation -> new Neighbour(
                        relation.name(),
                        relation.kind().id().replace('-', ' '),
                        relation.kind() == RelationKind.MATERIALIZED_VIEW ? Paths.view(relation.name()) : null))
                .sorted(Comparator.comparing(Neighbour::kind).thenComparing(Neighbour::name))
                .toList();
    }
}
