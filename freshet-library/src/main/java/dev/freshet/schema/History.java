// SPDX-License-Identifier: Apache-2.0
package dev.freshet.schema;

/** The tables whose old rows go by dropping partitions. */
public enum History {
    RUN_SUCCEEDED("run_succeeded", "week"),
    RUN_FAILED("run_failed", "week"),
    ATTEMPT_SUCCEEDED("attempt_succeeded", "week"),
    ATTEMPT_FAILED("attempt_failed", "week"),
    LOG_RECENT("log_line_recent", "week"),
    LOG_FAILED("log_line_failed", "week"),
    ITEM("item", "week"),
    ARTIFACT("artifact", "week"),
    TICK("tick", "week"),
    CHANGE("change", "week"),
    CHANGE_COUNT("change_count", "week"),
    FRESHNESS("freshness_history", "week"),
    REFRESH("materialized_view_refreshes", "month");

    private final String table;
    private final String step;

    History(String table, String step) {
        this.table = table;
        this.step = step;
    }

    String table() {
        return "freshet." + table;
    }

    /** How long a partition is: {@code week} or {@code month}, in UTC. */
    String step() {
        return step;
    }
}
