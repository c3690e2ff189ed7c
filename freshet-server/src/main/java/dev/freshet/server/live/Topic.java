// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.live;

import dev.freshet.cluster.Wakeups;
import java.util.List;

/**
 * Something a page can follow.
 *
 * @param name as it travels to the browser: {@code runs}, {@code run:17}
 */
public record Topic(String name) {

    /** Runs were queued, started or ended. */
    public static final Topic RUNS = new Topic("runs");

    /** The progress of some run changed. */
    public static final Topic PROGRESS = new Topic("progress");

    /** Views began or ended to be refreshed, or stand otherwise against their promises. */
    public static final Topic VIEWS = new Topic("views");

    /** Definitions, or the operational state of jobs, changed. */
    public static final Topic DEFINITIONS = new Topic("definitions");

    /** Backfills were started, acted on, or have come further. */
    public static final Topic BACKFILLS = new Topic("backfills");

    /** Alerts opened, resolved, were told or silenced. */
    public static final Topic ALERTS = new Topic("alerts");

    /** Anything may have changed. */
    static final Topic EVERYTHING = new Topic("everything");

    /** One run: its state and progress. */
    public static Topic run(long id) {
        return new Topic("run:" + id);
    }

    /** The log of one run. */
    public static Topic log(long id) {
        return new Topic("log:" + id);
    }

    /** What a message of the cluster says has changed; a message nobody follows here says nothing. */
    static List<Topic> of(String message) {
        int colon = message.indexOf(':');
        String kind = colon < 0 ? message : message.substring(0, colon + 1);
        String id = colon < 0 ? "" : message.substring(colon + 1);
        return switch (kind) {
            case Wakeups.RUN, Wakeups.STARTED -> List.of(RUNS);
            case Wakeups.REFRESH, Wakeups.FRESHNESS -> List.of(VIEWS);
            case Wakeups.DEFINITIONS -> List.of(DEFINITIONS);
            case Wakeups.ALERT, Wakeups.TOLD -> List.of(ALERTS);
            case Wakeups.BACKFILL -> List.of(BACKFILLS);
            case Wakeups.RESYNC -> List.of(EVERYTHING);
            case Wakeups.ENDED -> List.of(RUNS, new Topic("run:" + id));
            case Wakeups.PROGRESS -> List.of(PROGRESS, new Topic("run:" + id));
            case Wakeups.LOG_GREW -> List.of(new Topic("log:" + id));
            default -> List.of();
        };
    }
}
