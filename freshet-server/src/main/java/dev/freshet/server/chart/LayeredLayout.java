// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.elk.alg.layered.options.LayerConstraint;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Alignment;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.NullElkProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Places boxes in layers from left to right so that arrows lead to the right and cross as little as can be; by Eclipse ELK. The
 * same boxes and arrows are always placed alike.
 */
public final class LayeredLayout {

    private static final double MARGIN = 14;
    private static final double BETWEEN_BOXES = 16;
    private static final double BETWEEN_LAYERS = 44;
    private static final double BETWEEN_ARROWS = 8;

    static {
        LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    }

    private LayeredLayout() {}

    /**
     * Something to place.
     *
     * @param id unique
     * @param first whether it belongs to the left edge; nothing may lead to it then
     */
    public record Box(String id, double width, double height, boolean first) {}

    /** An arrow between two boxes, by their ids. */
    public record Arrow(String from, String to) {}

    public record Point(double x, double y) {}

    /**
     * Where everything is, in pixels.
     *
     * @param boxes the left upper corner of each, by its id
     * @param arrows the corners of each, in the order given, from its start to its tip
     */
    public record Placed(Map<String, Point> boxes, List<List<Point>> arrows, double width, double height) {

        public Placed {
            boxes = Map.copyOf(boxes);
            arrows = List.copyOf(arrows);
        }
    }

    /** Places them. */
    public static Placed place(List<Box> boxes, List<Arrow> arrows) {
        ElkNode root = ElkGraphUtil.createGraph();
        root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        root.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
        root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        root.setProperty(LayeredOptions.MERGE_EDGES, true);
        root.setProperty(LayeredOptions.PADDING, new ElkPadding(MARGIN));
        root.setProperty(LayeredOptions.SPACING_NODE_NODE, BETWEEN_BOXES);
        root.setProperty(LayeredOptions.SPACING_COMPONENT_COMPONENT, BETWEEN_BOXES);
        root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN_LAYERS);
        root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, BETWEEN_ARROWS);
        root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, BETWEEN_BOXES);
        Map<String, ElkNode> nodes = new LinkedHashMap<>();
        for (Box box : boxes) {
            ElkNode node = ElkGraphUtil.createNode(root);
            node.setDimensions(box.width(), box.height());
            node.setProperty(CoreOptions.ALIGNMENT, Alignment.LEFT);
            if (box.first()) {
                node.setProperty(LayeredOptions.LAYERING_LAYER_CONSTRAINT, LayerConstraint.FIRST);
            }
            nodes.put(box.id(), node);
        }
        List<ElkEdge> edges = new ArrayList<>();
        for (Arrow arrow : arrows) {
            edges.add(ElkGraphUtil.createSimpleEdge(node(nodes, arrow.from()), node(nodes, arrow.to())));
        }
        new RecursiveGraphLayoutEngine().layout(root, new NullElkProgressMonitor());
        Map<String, Point> places = new HashMap<>();
        nodes.forEach((id, node) -> places.put(id, new Point(node.getX(), node.getY())));
        return new Placed(
                places, edges.stream().map(LayeredLayout::corners).toList(), root.getWidth(), root.getHeight());
    }

    private static ElkNode node(Map<String, ElkNode> nodes, String id) {
        return Objects.requireNonNull(nodes.get(id), () -> "An arrow names the box " + id + ", which is not there");
    }

    private static List<Point> corners(ElkEdge edge) {
        List<Point> corners = new ArrayList<>();
        for (ElkEdgeSection section : edge.getSections()) {
            corners.add(new Point(section.getStartX(), section.getStartY()));
            section.getBendPoints().forEach(bend -> corners.add(new Point(bend.getX(), bend.getY())));
            corners.add(new Point(section.getEndX(), section.getEndY()));
        }
        return corners;
    }
}
