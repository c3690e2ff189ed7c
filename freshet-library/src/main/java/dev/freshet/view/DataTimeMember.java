// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.ViewDefinition;
import dev.freshet.event.NodeObserver;
import dev.freshet.event.RefreshResult;
import java.util.List;

/**
 * A view of a group with one data time, while the group is refreshed.
 *
 * @param refreshId its row in the audit
 * @param waits the locks it waited for in vain
 * @param watch is told of the end
 */
record DataTimeMember(
        ViewDefinition definition, long refreshId, LockWaits waits, NodeObserver.Watch<RefreshResult> watch) {

    String name() {
        return definition.name();
    }

    /**
     * A member that exists, and what was found about it.
     *
     * @param concurrently false only where it was never filled
     */
    record Found(DataTimeMember member, MaterializedView view, List<ViewFinding> findings, boolean concurrently) {
        Found {
            findings = List.copyOf(findings);
        }

        String name() {
            return member.name();
        }
    }
}
