// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads the keys of a mapping: each once, in order, merge keys ({@code <<: *defaults}) resolved. */
final class YamlMapping {

    /** A merged mapping may merge others, but not for ever: an anchor can contain itself. */
    private static final int MERGE_DEPTH = 8;

    private final Findings findings;
    private final Map<String, YamlEntry> entries = new LinkedHashMap<>();

    private YamlMapping(Findings findings) {
        this.findings = findings;
    }

    /** The entries; none, with a fault, when the value is not a mapping. */
    static List<YamlEntry> entries(YamlValue value, Findings findings) {
        if (!(value.node() instanceof MappingNode node)) {
            findings.fault(value, "expected a mapping of keys to values, not " + value.kind(), null, null);
            return List.of();
        }
        YamlMapping mapping = new YamlMapping(findings);
        mapping.readOwn(value, node);
        mapping.readMerged(value, node, 0);
        return new ArrayList<>(mapping.entries.values());
    }

    private void readOwn(YamlValue parent, MappingNode node) {
        for (NodeTuple tuple : node.getValue()) {
            if (isMerge(tuple)) {
                continue;
            }
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                YamlValue at = new YamlValue(parent.file(), parent.path(), tuple.getKeyNode());
                findings.fault(at, "a key must be a word, not " + at.kind(), null, null);
                continue;
            }
            YamlEntry entry = entry(parent, key, tuple.getValueNode());
            YamlEntry first = entries.putIfAbsent(entry.key(), entry);
            if (first != null) {
                findings.fault(
                        entry.at(),
                        "'" + entry.key() + "' is defined twice, first at "
                                + first.at().place(),
                        null,
                        "Remove or rename one of them.");
            }
        }
    }

    private void readMerged(YamlValue parent, MappingNode node, int depth) {
        for (NodeTuple tuple : node.getValue()) {
            if (isMerge(tuple)) {
                List<Node> sources = tuple.getValueNode() instanceof SequenceNode list
                        ? list.getValue()
                        : List.of(tuple.getValueNode());
                sources.forEach(source -> merge(parent, source, depth));
            }
        }
    }

    private void merge(YamlValue parent, Node source, int depth) {
        YamlValue at = new YamlValue(parent.file(), parent.path(), source);
        if (depth >= MERGE_DEPTH || !(source instanceof MappingNode mapping)) {
            findings.fault(at, "'<<' merges a mapping, at most " + MERGE_DEPTH + " deep, not " + at.kind(), null, null);
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!isMerge(tuple) && tuple.getKeyNode() instanceof ScalarNode key) {
                YamlEntry entry = entry(parent, key, tuple.getValueNode());
                entries.putIfAbsent(entry.key(), entry);
            }
        }
        readMerged(parent, mapping, depth + 1);
    }

    private static YamlEntry entry(YamlValue parent, ScalarNode key, Node value) {
        return new YamlEntry(key.getValue(), parent.child(key.getValue(), key), parent.child(key.getValue(), value));
    }

    private static boolean isMerge(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode key
                && key.isPlain()
                && (key.getTag().equals(Tag.MERGE) || key.getValue().equals("<<"));
    }
}
