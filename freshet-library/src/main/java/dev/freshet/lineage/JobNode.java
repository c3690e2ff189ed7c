// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

/** A job, or a group of views, that runs after a view was refreshed or before one is. */
public record JobNode(boolean isGroup, String name) implements LineageNode {

    @Override
    public String kindId() {
        return isGroup ? "group" : "job";
    }
}
