// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import java.util.List;

/**
 * Part of a {@link LineageMap}.
 *
 * @param nodes by name
 * @param edges every arrow between two of them
 * @param total how many nodes the whole has
 */
public record LineageExcerpt(List<LineageNode> nodes, List<LineageEdge> edges, int total) {

    public LineageExcerpt {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }
}
