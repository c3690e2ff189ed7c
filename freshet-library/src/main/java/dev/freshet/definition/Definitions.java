// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything a set of files declares.
 *
 * @param jobs as declared; see {@link #allJobs()} for those that groups and views bring along
 * @param channels where alerts are told
 * @param databases from which applications enqueue runs, beside Freshet's own
 */
public record Definitions(
        List<JobDefinition> jobs,
        List<ViewDefinition> views,
        List<GroupDefinition> groups,
        List<DatabaseDefinition> databases,
        List<ChannelDefinition> channels,
        RetentionDefinition retention) {

    public Definitions {
        jobs = List.copyOf(jobs);
        views = List.copyOf(views);
        groups = List.copyOf(groups);
        databases = List.copyOf(databases);
        channels = List.copyOf(channels);
    }

    /** Without channels. */
    public Definitions(
            List<JobDefinition> jobs,
            List<ViewDefinition> views,
            List<GroupDefinition> groups,
            List<DatabaseDefinition> databases,
            RetentionDefinition retention) {
        this(jobs, views, groups, databases, List.of(), retention);
    }

    public static Definitions empty() {
        return new Definitions(List.of(), List.of(), List.of(), List.of(), RetentionDefinition.DEFAULT);
    }

    /** Every job there is: the declared ones, one for each group and one for each view, under the same names. */
    public List<JobDefinition> allJobs() {
        List<JobDefinition> all = new ArrayList<>(jobs);
        groups.stream().map(RefreshJobs::of).forEach(all::add);
        views.stream().map(view -> RefreshJobs.of(view, groups)).forEach(all::add);
        return all;
    }
}
