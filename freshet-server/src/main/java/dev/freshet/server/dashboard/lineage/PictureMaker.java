// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.lineage;

import dev.freshet.lineage.JobNode;
import dev.freshet.lineage.LineageEdge;
import dev.freshet.lineage.LineageExcerpt;
import dev.freshet.lineage.LineageMap;
import dev.freshet.lineage.LineageNode;
import dev.freshet.lineage.Relation;
import dev.freshet.server.chart.ArrowPath;
import dev.freshet.server.chart.LayeredLayout.Arrow;
import dev.freshet.server.chart.LayeredLayout.Box;
import dev.freshet.server.chart.LayeredLayout.Placed;
import dev.freshet.server.chart.LayeredLayout.Point;
import dev.freshet.server.dashboard.lineage.Folding.Bundle;
import dev.freshet.server.dashboard.lineage.LineagePicture.Card;
import dev.freshet.server.dashboard.lineage.LineagePicture.Line;
import dev.freshet.server.dashboard.ui.Paths;
import dev.freshet.server.dashboard.ui.Sign;
import dev.freshet.server.text.Human;
import dev.freshet.view.ViewCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes boxes and arrows of what is to be drawn. */
final class PictureMaker {

    private static final int HEIGHT = 46;
    private static final int LEAST_WIDTH = 128;
    private static final int WIDTH_OF_WORDS = 150;
    private static final int WIDTH_WITH_LAG = 212;
    private static final int WIDTH_AROUND_NAME = 46;
    private static final double WIDTH_OF_LETTER = 7.4;
    private static final int LONGEST_NAME = 30;
    private static final int NAMES_IN_TITLE = 30;
    private static final Set<Sign> SPREADING = Set.of(Sign.LATE, Sign.BREACHED, Sign.FAILED, Sign.LOST);

    private final LineageMap map;
    private final LineageExcerpt excerpt;
    private final List<Bundle> bundles;
    private final Map<String, ViewCatalog.Entry> views;
    private final @Nullable LineageNode focus;
    private final Instant now;
    private final Map<LineageNode, Bundle> bundleOf = new HashMap<>();

    PictureMaker(
            LineageMap map,
            LineageExcerpt excerpt,
            List<Bundle> bundles,
            Map<String, ViewCatalog.Entry> views,
            @Nullable LineageNode focus,
            Instant now) {
        this.map = map;
        this.excerpt = excerpt;
        this.bundles = bundles;
        this.views = views;
        this.focus = focus;
        this.now = now;
        bundles.forEach(bundle -> bundle.members().forEach(member -> bundleOf.put(member, bundle)));
    }

    /** Boxes and arrows with their places, by a layout. */
    record Made(List<Card> cards, List<Line> lines, int width, int height) {}

    Made make(BiFunction<List<Box>, List<Arrow>, Placed> layout) {
        Map<String, LineageEdge> edges = new LinkedHashMap<>();
        for (LineageEdge edge : excerpt.edges()) {
            edges.putIfAbsent(id(edge.from()) + " " + id(edge.to()) + " " + edge.kind(), edge);
        }
        Set<LineageNode> targets = edges.values().stream().map(LineageEdge::to).collect(Collectors.toSet());
        List<Box> boxes = bundles.stream()
                .map(bundle -> new Box(
                        id(bundle.first()),
                        width(bundle),
                        HEIGHT,
                        Folding.isTable(bundle.first()) && !targets.contains(bundle.first())))
                .toList();
        List<Arrow> arrows = edges.values().stream()
                .map(edge -> new Arrow(id(edge.from()), id(edge.to())))
                .toList();
        Placed placed = layout.apply(boxes, arrows);
        List<Card> cards = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            Point place = Objects.requireNonNull(placed.boxes().get(boxes.get(i).id()));
            cards.add(card(bundles.get(i), place, (int) boxes.get(i).width()));
        }
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (LineageEdge edge : edges.values()) {
            lines.add(line(edge, placed.arrows().get(number++)));
        }
        return new Made(cards, lines, (int) Math.ceil(placed.width()), (int) Math.ceil(placed.height()));
    }

    private Card card(Bundle bundle, Point place, int width) {
        LineageNode node = bundle.first();
        int x = (int) Math.round(place.x());
        int y = (int) Math.round(place.y());
        if (bundle.isFolded()) {
            return new Card(
                    id(node),
                    "folded",
                    name(bundle),
                    null,
                    "read by the same",
                    null,
                    "",
                    null,
                    null,
                    name(bundle) + ": " + names(bundle.members()),
                    false,
                    0,
                    0,
                    x,
                    y,
                    width,
                    HEIGHT);
        }
        NodeState state = NodeState.of(node, views, now);
        boolean here = node.equals(focus);
        String around = Paths.lineage(node.name());
        String kind = node.kindId().replace('-', ' ');
        Sign sign = state.sign();
        String stated = sign == null ? "" : ", " + sign.word() + ", " + state.text(now);
        return new Card(
                id(node),
                node.kindId(),
                name(bundle),
                sign,
                state.said(),
                state.since(),
                state.promised(),
                state.path() != null ? state.path() : here ? null : around,
                state.path() == null || here ? null : around,
                node.name() + ", " + kind + stated,
                here,
                hidden(map.into(node).stream().map(LineageEdge::from).toList()),
                hidden(map.outOf(node).stream().map(LineageEdge::to).toList()),
                x,
                y,
                width,
                HEIGHT);
    }

    private int hidden(List<LineageNode> neighbours) {
        return (int) neighbours.stream()
                .distinct()
                .filter(neighbour -> !bundleOf.containsKey(neighbour))
                .count();
    }

    private Line line(LineageEdge edge, List<Point> corners) {
        Bundle from = Objects.requireNonNull(bundleOf.get(edge.from()));
        Sign sign = edge.kind() == LineageEdge.Kind.READS
                ? NodeState.of(edge.from(), views, now).sign()
                : null;
        String source = from.isFolded() ? name(from) : edge.from().name();
        String target = edge.to().name();
        String title = switch (edge.kind()) {
            case READS -> target + " reads " + source;
            case AFTER -> target + " runs after " + source;
            case MEMBER -> source + " is refreshed with " + target;
        };
        return new Line(
                id(edge.from()),
                id(edge.to()),
                edge.kind().id(),
                sign != null && SPREADING.contains(sign) ? sign.css() : "",
                ArrowPath.line(corners),
                ArrowPath.tip(corners),
                title);
    }

    private String id(LineageNode node) {
        Bundle bundle = bundleOf.get(node);
        LineageNode shown = bundle == null ? node : bundle.first();
        return switch (shown) {
            case Relation relation
            when relation.oid() != 0 -> (relation.kindId().endsWith("function") ? "node-f" : "node-r") + relation.oid();
            case Relation relation -> "node-v-" + relation.name();
            case JobNode job -> "node-j-" + job.name();
        };
    }

    private static int width(Bundle bundle) {
        int named = (int)
                Math.ceil(WIDTH_AROUND_NAME + WIDTH_OF_LETTER * name(bundle).length());
        int said = switch (bundle.first().kindId()) {
            case "materialized-view", "opaque-function" -> WIDTH_WITH_LAG;
            default -> bundle.isFolded() ? WIDTH_OF_WORDS : LEAST_WIDTH;
        };
        return Math.max(named, said);
    }

    /** Cut in the middle: what tells names apart is at their ends. */
    private static String name(Bundle bundle) {
        if (bundle.isFolded()) {
            return Human.count(bundle.members().size(), "table");
        }
        String name = bundle.first().name();
        int half = LONGEST_NAME / 2;
        return name.length() <= LONGEST_NAME
                ? name
                : name.substring(0, half) + "…" + name.substring(name.length() - half + 1);
    }

    private static String names(List<LineageNode> nodes) {
        String names =
                nodes.stream().limit(NAMES_IN_TITLE).map(LineageNode::name).collect(Collectors.joining(", "));
        return nodes.size() <= NAMES_IN_TITLE ? names : names + ", …";
    }
}
