// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.Session;
import java.time.Duration;

/** What the control of runs must know of their items. */
public interface RunItems {

    /** How many items of the list that a run made wait. */
    long countWaiting(Session session, long itemRunId);

    /** Forgets lists whose items were pruned. */
    int deleteListsOlderThan(Session session, Duration age);

    /** Lets every failed item of a list wait again; returns how many. */
    long reinjectFailed(Session session, long itemRunId, String by);
}
