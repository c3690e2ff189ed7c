// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import java.util.Comparator;

/** Something that lineage tells of: a relation, or a job that is tied to one by {@code after:}. */
public sealed interface LineageNode permits Relation, JobNode {

    /** Those of one name – a function and a table cannot be, a job and a table may be – in a fixed order. */
    Comparator<LineageNode> BY_NAME = Comparator.comparing(LineageNode::name)
            .thenComparing(LineageNode::kindId)
            .thenComparing(node -> node instanceof Relation relation ? relation.oid() : 0L);

    String name();

    /** What it is, as shown: {@code materialized-view}, {@code job}. */
    String kindId();
}
