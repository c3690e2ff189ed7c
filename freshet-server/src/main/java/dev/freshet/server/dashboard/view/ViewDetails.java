// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import dev.freshet.freshness.Freshness;
import dev.freshet.lag.PlannedRefresh;
import dev.freshet.server.chart.Drawing;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.ui.Paths;
import dev.freshet.server.dashboard.ui.Sign;
import dev.freshet.view.Refresh;
import dev.freshet.view.ViewCatalog;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of one view shows.
 *
 * @param freshness null where it is not declared
 * @param kept how its promise was kept; null where it is not declared
 * @param planned when it is refreshed just in time; null where it is not
 * @param trouble the last refresh, where it failed or was lost
 * @param reachesFrom the moment from which the pictures show something of it
 * @param history refreshes, newest first
 * @param before the page of history begins below this id; null for the newest
 * @param older where the next page of history begins; null at the end
 * @param declaration in force; empty where it is not declared
 */
public record ViewDetails(
        ViewCatalog.Entry entry,
        Sign sign,
        @Nullable Freshness freshness,
        @Nullable ViewFreshness kept,
        @Nullable PlannedRefresh planned,
        @Nullable Refresh trouble,
        ChartSpan span,
        Instant reachesFrom,
        Drawing ages,
        Drawing durations,
        List<Refresh> history,
        @Nullable Long before,
        @Nullable Long older,
        List<DeclaredKey> declaration)
        implements Page.Perishable {

    /**
     * A key of the declaration in force.
     *
     * @param standard whether the value is the default
     * @param path of the page about the value, or null
     */
    public record DeclaredKey(
            String key,
            String value,
            boolean standard,
            @Nullable String path) {}

    public String path() {
        return Paths.view(entry.name());
    }

    /** The address of this page with another span. */
    public String address(ChartSpan other) {
        return path() + "?span=" + other.id();
    }

    /** The address of older history. */
    public String olderAddress() {
        return path() + "?span=" + span.id() + "&before=" + older + "#history";
    }

    /** The line that would declare it. */
    public String yaml() {
        return "views:\n  " + Views.key(entry.name()) + ": { freshness: 15m }";
    }

    @Override
    public @Nullable Instant perishesAt() {
        return freshness == null ? null : freshness.breachesAt();
    }
}
