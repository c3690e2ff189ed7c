// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import dev.freshet.freshness.FreshnessStatus;
import dev.freshet.job.Job;
import dev.freshet.server.chart.Drawing;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.ui.Sign;
import dev.freshet.view.MaterializedView;
import dev.freshet.view.Refresh;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the page of all views shows.
 *
 * @param groups views refreshed together, then those on their own; only what was selected
 * @param undeclared views that exist without a definition
 * @param counts of all views, whatever was selected
 */
public record Views(
        Selection selection,
        List<Group> groups,
        List<MaterializedView> undeclared,
        Counts counts,
        @Nullable Instant perishesAt)
        implements Page.Perishable {

    /** Which of the views. */
    public enum Tab {
        ALL("All"),
        LATE("Late or breached"),
        UNDECLARED("Not declared");

        private final String label;

        Tab(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** By the word in the address; any other word means all. */
        static Tab of(String id) {
            return Arrays.stream(values())
                    .filter(tab -> tab.id().equals(id))
                    .findFirst()
                    .orElse(ALL);
        }
    }

    /**
     * What the viewer asked to see.
     *
     * @param text part of the names wanted; empty for all
     */
    public record Selection(Tab tab, String text) {

        boolean wants(String name) {
            return name.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
        }

        /** The address of another tab with the same text. */
        public String address(Tab other) {
            String query = text.isEmpty() ? "" : "&q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
            return "/views?show=" + other.id() + query;
        }
    }

    /** How many views each tab has. */
    public record Counts(int declared, int late, int undeclared) {

        public int of(Tab tab) {
            return switch (tab) {
                case ALL -> declared + undeclared;
                case LATE -> late;
                case UNDECLARED -> undeclared;
            };
        }
    }

    /**
     * Views with one refresher.
     *
     * @param name null for views on their own
     * @param schedule in words
     * @param job null where it is not known yet
     */
    public record Group(
            @Nullable String name,
            String schedule,
            @Nullable Job job,
            List<Row> rows) {

        public Group {
            rows = List.copyOf(rows);
        }

        public String id() {
            return name == null ? "on-their-own" : name;
        }
    }

    /**
     * One declared view.
     *
     * @param lag null where it does not exist
     * @param upToDate whether it provably reflects every change
     * @param whyAge why its lag is only its age, or null
     * @param cause why it is not fresh, or null
     * @param durations of its last refreshes
     */
    public record Row(
            String name,
            Sign sign,
            @Nullable FreshnessStatus status,
            @Nullable Instant asOf,
            @Nullable Duration lag,
            @Nullable Duration sla,
            boolean upToDate,
            @Nullable String whyAge,
            @Nullable Drawing bar,
            @Nullable String cause,
            @Nullable MaterializedView existing,
            @Nullable Refresh last,
            Drawing durations) {

        public boolean isMissing() {
            return existing == null;
        }
    }

    public boolean isEmpty() {
        return groups.isEmpty() && undeclared.isEmpty();
    }

    /** What to put into a file so that the views without a definition get one. */
    public String declaration() {
        StringBuilder yaml = new StringBuilder("views:\n");
        undeclared.forEach(view -> yaml.append("  ").append(key(view.name())).append(": { freshness: 15m }\n"));
        return yaml.toString().stripTrailing();
    }

    /** Quoted where YAML could read it as something else than a name. */
    static String key(String name) {
        return name.matches("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)?") ? name : "'" + name.replace("'", "''") + "'";
    }
}
