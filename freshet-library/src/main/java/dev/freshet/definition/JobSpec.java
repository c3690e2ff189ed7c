// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a job does: one record for each job type. */
public sealed interface JobSpec {

    /** The job type as written in files: {@code sql}, {@code procedure}, {@code refresh}. */
    String type();

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
     * The refresh of one view or of a group.
     *
     * @param group the group's name, or null for a single view
     * @param views in the order they were declared; the catalogs decide the order of refresh
     * @param parallel how many views may be refreshed at once
     */
    record Refresh(@Nullable String group, List<String> views, int parallel) implements JobSpec {
        public Refresh {
            views = List.copyOf(views);
        }

        @Override
        public String type() {
            return "refresh";
        }
    }
}
