// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

/**
 * A node of the graph: something that holds rows or, for a function, yields values.
 *
 * @param oid its OID in {@code pg_class}, or in {@code pg_proc} for a function
 * @param name schema-qualified save in schema {@code public}; a function's with its argument types
 */
public record Relation(RelationKind kind, long oid, String name) implements LineageNode {

    @Override
    public String kindId() {
        return kind.id();
    }
}
