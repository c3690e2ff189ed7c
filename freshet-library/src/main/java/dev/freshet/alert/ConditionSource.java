// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.definition.AlertKind;

/**
 * Where conditions come from: every one there is, each a function of the schema that lists what is the case right now. A
 * feature that has something to tell adds a function and a constant.
 */
enum ConditionSource {
    BREACHES(AlertKind.BREACH, "freshet.alert_breaches()"),
    FAILED_JOBS(AlertKind.FAILED, "freshet.alert_bad_ends('failed', :since)"),
    LOST_RUNS(AlertKind.LOST, "freshet.alert_bad_ends('lost', :since)"),
    LOST_NODES(AlertKind.LOST, "freshet.alert_lost_nodes()"),
    SLOW_RUNS(AlertKind.SLOW, "freshet.alert_slow_runs()"),
    BEHIND_JOBS(AlertKind.BEHIND, "freshet.alert_behind_jobs()");

    private final AlertKind kind;
    private final String function;

    ConditionSource(AlertKind kind, String function) {
        this.kind = kind;
        this.function = function;
    }

    AlertKind kind() {
        return kind;
    }

    /** A call that answers {@code freshet.alert_condition}; may take {@code :since}. */
    String function() {
        return function;
    }

    boolean takesSince() {
        return function.contains(":since");
    }
}
