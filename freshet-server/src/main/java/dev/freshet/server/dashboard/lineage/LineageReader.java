// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.lineage;

import dev.freshet.Freshet;
import dev.freshet.freshness.Freshness;
import dev.freshet.freshness.FreshnessStatus;
import dev.freshet.lineage.LineageExcerpt;
import dev.freshet.lineage.LineageMap;
import dev.freshet.lineage.LineageNode;
import dev.freshet.server.chart.ChartTable;
import dev.freshet.server.dashboard.Reader;
import dev.freshet.server.dashboard.lineage.Folding.Bundle;
import dev.freshet.server.dashboard.lineage.LineagePicture.Member;
import dev.freshet.server.dashboard.ui.Paths;
import dev.freshet.server.text.Human;
import dev.freshet.view.ViewCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what the page of lineage shows. */
@Component
class LineageReader {

    /** More boxes than that, nobody reads: then fewer nodes are drawn, those first that matter most. */
    private static final int MOST_BOXES = 160;

    private static final int MOST_NODES = 1_000;
    private static final int MOST_NAMES = 2_000;
    private static final int ALL_THE_WAY = 10_000;
    private static final String NONE = "–";

    private final Freshet freshet;
    private final Layouts layouts;

    LineageReader(Freshet freshet, Layouts layouts) {
        this.freshet = freshet;
        this.layouts = layouts;
    }

    LineagePicture read(Reader reader, LineageWish wish) {
        LineageMap map = freshet.lineage().map();
        Map<String, ViewCatalog.Entry> views = new LinkedHashMap<>();
        freshet.views().list().forEach(entry -> views.put(entry.name(), entry));
        LineageNode focus = wish.around() == null ? null : freshet.lineage().load(map, wish.around());
        List<LineageNode> first = worstFirst(map, views);
        LineageExcerpt excerpt = focus == null ? map.whole(MOST_NODES) : map.around(focus, depth(wish), MOST_NODES);
        List<Bundle> bundles = Folding.fold(excerpt, focus, wish.everyTable());
        for (int most = MOST_NODES; bundles.size() > MOST_BOXES; most = most * 2 / 3) {
            excerpt = focus == null ? map.near(first, most) : map.around(focus, depth(wish), most);
            bundles = Folding.fold(excerpt, focus, wish.everyTable());
        }
        PictureMaker.Made made =
                new PictureMaker(map, excerpt, bundles, views, focus, reader.now()).make(layouts::place);
        String counts = counts(excerpt.nodes());
        return new LineagePicture(
                wish,
                focus == null ? null : focus.name(),
                focus == null ? null : NodeState.of(focus, views, reader.now()).path(),
                counts,
                excerpt.nodes().size(),
                excerpt.total(),
                bundles.stream()
                        .filter(Bundle::isFolded)
                        .mapToInt(bundle -> bundle.members().size())
                        .sum(),
                (focus == null ? "Lineage" : "Lineage of " + focus.name()) + ": " + counts,
                made.cards(),
                made.lines(),
                made.width(),
                made.height(),
                table(map, excerpt.nodes(), views, reader.now()),
                cycles(map, views, reader.now()),
                map.nodes().stream()
                        .map(LineageNode::name)
                        .distinct()
                        .limit(MOST_NAMES)
                        .toList(),
                perishesAt(excerpt.nodes(), views));
    }

    private static int depth(LineageWish wish) {
        return wish.depth() == null ? ALL_THE_WAY : wish.depth();
    }

    /** The declared views, those that are not as they should be before the others; every one where none is declared. */
    private static List<LineageNode> worstFirst(LineageMap map, Map<String, ViewCatalog.Entry> views) {
        boolean none = map.nodes().stream().allMatch(node -> status(node, views) == null);
        return map.nodes().stream()
                .filter(node -> none ? node.kindId().equals("materialized-view") : status(node, views) != null)
                .sorted(Comparator.comparingInt((LineageNode node) -> urgency(status(node, views))))
                .toList();
    }

    private static @Nullable FreshnessStatus status(LineageNode node, Map<String, ViewCatalog.Entry> views) {
        ViewCatalog.Entry entry = node.kindId().equals("materialized-view") ? views.get(node.name()) : null;
        return entry == null ? null : entry.freshness().map(Freshness::status).orElse(null);
    }

    private static int urgency(@Nullable FreshnessStatus status) {
        return status == FreshnessStatus.BREACHED ? 0 : status == FreshnessStatus.LATE ? 1 : 2;
    }

    private static String counts(List<LineageNode> nodes) {
        Map<String, Integer> kinds = new TreeMap<>(Comparator.comparingInt(LineageReader::place));
        nodes.forEach(node -> kinds.merge(noun(node.kindId()), 1, Integer::sum));
        List<String> words = new ArrayList<>();
        kinds.forEach((noun, count) -> words.add(Human.count(count, noun)));
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }

    private static String noun(String kind) {
        return kind.equals("opaque-function") ? "function" : kind.replace('-', ' ');
    }

    private static int place(String noun) {
        return List.of("table", "foreign table", "view", "materialized view", "function", "group", "job")
                .indexOf(noun);
    }

    private static ChartTable table(
            LineageMap map, List<LineageNode> nodes, Map<String, ViewCatalog.Entry> views, Instant now) {
        List<ChartTable.Row> rows = new ArrayList<>();
        for (LineageNode node : nodes) {
            NodeState state = NodeState.of(node, views, now);
            List<String> cells = List.of(
                    node.name(),
                    node.kindId().replace('-', ' '),
                    state.sign() == null ? NONE : state.sign().word(),
                    state.sign() == null ? NONE : state.text(now),
                    names(map.into(node).stream()
                            .map(edge -> edge.from().name())
                            .toList()),
                    names(map.outOf(node).stream().map(edge -> edge.to().name()).toList()));
            rows.add(new ChartTable.Row(cells, path(node, state)));
        }
        return new ChartTable(List.of("Name", "Kind", "State", "Freshness", "Reads or follows", "Leads to"), rows);
    }

    private static String names(List<String> names) {
        return names.isEmpty()
                ? NONE
                : String.join(", ", names.stream().distinct().toList());
    }

    private static List<List<Member>> cycles(LineageMap map, Map<String, ViewCatalog.Entry> views, Instant now) {
        return map.cycles().stream()
                .map(knot -> knot.stream()
                        .map(node -> new Member(node.name(), path(node, NodeState.of(node, views, now))))
                        .toList())
                .toList();
    }

    private static String path(LineageNode node, NodeState state) {
        return state.path() != null ? state.path() : Paths.lineage(node.name());
    }

    private static @Nullable Instant perishesAt(List<LineageNode> nodes, Map<String, ViewCatalog.Entry> views) {
        return nodes.stream()
                .map(node -> views.get(node.name()))
                .filter(Objects::nonNull)
                .flatMap(entry -> entry.freshness().stream())
                .map(Freshness::breachesAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
