// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a job does: one record for each job type. */
public sealed interface JobSpec {

    /** The job type as written in files: {@code sql}, {@code items}, {@code refresh}. */
    String type();

    /** Whether its work has points at which it can end early, to be resumed from there. */
    default boolean stopsAtCheckpoints() {
        return switch (this) {
            case Sql sql -> false;
            case Procedure procedure -> false;
            case Http http -> false;
            case Items items -> true;
            case Report report -> true;
            case Java java -> true;
            case Refresh refresh -> true;
        };
    }

    /**
     * Statements run in one session.
     *
     * @param sql one or more statements; {@code :logical_time} and the run's parameters are available
     * @param transaction whether they run in one transaction (then the run's success commits with them), or each by
     *     itself, as {@code VACUUM} needs
     */
    record Sql(String sql, boolean transaction) implements JobSpec {
        @Override
        public String type() {
            return "sql";
        }
    }

    /**
     * A stored procedure called outside of any transaction, so that it may commit by itself.
     *
     * @param procedure its name with arguments, for example {@code app.settle(:logical_time)}
     */
    record Procedure(String procedure) implements JobSpec {
        @Override
        public String type() {
            return "procedure";
        }
    }

    /**
     * A list of items, each worked on in a transaction of its own.
     *
     * @param select yields a row for each item: {@code key}, which must be unique and not null, and {@code payload};
     *     without a column {@code payload} the other columns are it
     * @param concurrency how many items are worked on at once
     * @param failFast whether the first failed item ends the run
     */
    record Items(String select, ItemProcess process, int concurrency, boolean failFast) implements JobSpec {
        @Override
        public String type() {
            return "items";
        }
    }

    /**
     * One HTTP call, at-least-once, with an idempotency key that stays the same over a run's attempts.
     *
     * @param cancelCall what is called when the run is cancelled or its timeout runs out, or null
     */
    record Http(HttpCall call, @Nullable HttpCall cancelCall) implements JobSpec {
        @Override
        public String type() {
            return "http";
        }
    }

    /**
     * One document for each recipient, mailed; each recipient is an item.
     *
     * @param select yields a row for each recipient: {@code key}, {@code email} and whatever the templates want
     * @param query the rows of one recipient's document, with {@code :key} and {@code :payload}; null for none
     * @param subject a Mustache template of one line
     * @param template a Mustache template of the document
     * @param from the sender's address, or null for the service's
     */
    record Report(
            String select,
            @Nullable String query,
            String subject,
            String template,
            ReportFormat format,
            ReportAttachment attach,
            @Nullable String from,
            int concurrency,
            boolean failFast)
            implements JobSpec {
        @Override
        public String type() {
            return "report";
        }
    }

    /**
     * Work written in Java.
     *
     * @param handler the name under which the node registered it
     */
    record Java(String handler) implements JobSpec {
        @Override
        public String type() {
            return "java";
        }
    }

    /**
     * The refresh of one view or of a group.
     *
     * @param group the group's name, or null for a single view
     * @param views in the order they were declared; the catalogs decide the order of refresh
     * @param parallel how many views may be refreshed at once
     * @param dataTime whether they show the data of one instant
     */
    record Refresh(@Nullable String group, List<String> views, int parallel, DataTime dataTime) implements JobSpec {
        public Refresh {
            views = List.copyOf(views);
        }

        /** Views of which each shows the data of its own refresh. */
        public Refresh(@Nullable String group, List<String> views, int parallel) {
            this(group, views, parallel, DataTime.EACH);
        }

        @Override
        public String type() {
            return "refresh";
        }
    }
}
