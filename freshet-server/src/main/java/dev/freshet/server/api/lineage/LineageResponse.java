// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.lineage;

import dev.freshet.freshness.Freshness;
import dev.freshet.lineage.LineageEdge;
import dev.freshet.lineage.LineageExcerpt;
import dev.freshet.lineage.LineageNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What reads what.
 *
 * @param around what this is the surroundings of, or null for everything
 * @param total how many nodes there are; more than are listed where there was a limit
 * @param cycles what depends on itself, each knot with its members
 */
record LineageResponse(
        @Nullable String around,
        List<LineageNodeResponse> nodes,
        List<LineageEdgeResponse> edges,
        int total,
        List<List<String>> cycles) {

    static LineageResponse of(
            @Nullable String around,
            LineageExcerpt excerpt,
            List<List<LineageNode>> cycles,
            Map<String, Freshness> freshness) {
        return new LineageResponse(
                around,
                excerpt.nodes().stream()
                        .map(node -> LineageNodeResponse.of(node, freshness.get(node.name())))
                        .toList(),
                excerpt.edges().stream().map(LineageEdgeResponse::of).toList(),
                excerpt.total(),
                cycles.stream()
                        .map(knot -> knot.stream().map(LineageNode::name).toList())
                        .toList());
    }

    /**
     * A relation, or a job or group that some {@code after:} ties to one.
     *
     * @param status of a view that is declared, else null
     */
    record LineageNodeResponse(
            String name,
            String kind,
            @Nullable String status,
            @Nullable Double lagSeconds,
            @Nullable Long slaSeconds) {

        private static final double MILLIS_PER_SECOND = 1000.0;

        static LineageNodeResponse of(LineageNode node, @Nullable Freshness freshness) {
            if (freshness == null || !node.kindId().equals("materialized-view")) {
                return new LineageNodeResponse(node.name(), node.kindId(), null, null, null);
            }
            Duration lag = freshness.lag();
            Duration sla = freshness.sla();
            return new LineageNodeResponse(
                    node.name(),
                    node.kindId(),
                    freshness.status().id(),
                    lag == null ? null : lag.toMillis() / MILLIS_PER_SECOND,
                    sla == null ? null : sla.toSeconds());
        }
    }

    /**
     * An arrow.
     *
     * @param kind {@code reads}: the second reads the first; {@code after}: the second runs after the first; {@code member}:
     *     the first is a view of the second, a group
     */
    record LineageEdgeResponse(String from, String to, String kind) {

        static LineageEdgeResponse of(LineageEdge edge) {
            return new LineageEdgeResponse(
                    edge.from().name(), edge.to().name(), edge.kind().id());
        }
    }
}
