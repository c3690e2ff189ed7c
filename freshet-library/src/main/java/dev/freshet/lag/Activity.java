// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How jobs stand, where a view of a group may also be refreshed by itself, by hand: then its group is at work too. */
final class Activity {

    private Activity() {}

    /** The jobs of a graph, and those that bear the names of its views. */
    static Set<String> jobsOf(RefreshGraph graph) {
        Set<String> jobs = new LinkedHashSet<>(graph.jobs().keySet());
        graph.views().forEach(view -> jobs.add(view.name()));
        return jobs;
    }

    static Map<String, JobMoment> of(RefreshGraph graph, Map<String, JobMoment> moments) {
        Map<String, JobMoment> all = new HashMap<>();
        graph.jobs().forEach((job, views) -> {
            JobMoment moment = moments.getOrDefault(job, JobMoment.IDLE);
            all.put(job, moment.activeSince() == null ? withMembers(moment, views, moments) : moment);
        });
        return all;
    }

    private static JobMoment withMembers(
            JobMoment moment, Collection<PlannedView> views, Map<String, JobMoment> moments) {
        List<JobMoment> active = views.stream()
                .map(view -> moments.getOrDefault(view.name(), JobMoment.IDLE))
                .filter(member -> member.activeSince() != null)
                .toList();
        if (active.isEmpty()) {
            return moment;
        }
        Instant since = active.getFirst().activeSince();
        return new JobMoment(moment.paused(), since, active.stream().allMatch(JobMoment::waits), moment.last());
    }
}
