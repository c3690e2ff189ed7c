// SPDX-License-Identifier: Apache-2.0
package dev.freshet;

import dev.freshet.cluster.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How a node is, as it knows itself.
 *
 * @param lease the id under which it may claim runs; empty while it may not
 * @param listening whether wake-ups arrive
 * @param clockSkew its clock minus the database's
 * @param running how many runs it carries out
 * @param slots how many it may
 * @param housekeptAt when housekeeping last got through, or null
 */
public record NodeStatus(
        OptionalLong lease,
        boolean listening,
        Duration clockSkew,
        int running,
        int slots,
        @Nullable Instant housekeptAt,
        List<Agent.Vitals> agents) {

    public NodeStatus {
        agents = List.copyOf(agents);
    }
}
