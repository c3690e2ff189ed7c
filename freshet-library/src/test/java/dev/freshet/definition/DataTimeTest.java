// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DataTimeTest {

    @Test
    void refusesWaysOfRefreshAndSchedulesThatWouldPartTheViews() {
        assertThat(Reading.faults("""
            freshet: 1
            views:
              one: { group: g, refresh: swap }
              two: { group: g, refresh: blocking }
              three: { group: g, every: 5m }
              four: { group: g, refresh: concurrently }
            groups:
              g: { data-time: one, every: 10m }
            """))
                .satisfiesExactly(
                        fault -> assertThat(fault).contains("views.one.refresh", "cannot be refreshed swap"),
                        fault -> assertThat(fault).contains("views.two.refresh", "cannot be refreshed blocking"),
                        fault -> assertThat(fault).contains("views.three", "cannot have a schedule of its own"));
    }

    @Test
    void letsTheJobOfAViewRefreshItsWholeGroup() {
        Definitions definitions = Reading.valid("""
            freshet: 1
            views: { one: { group: g, freshness: 10m }, two: { group: g, freshness: 20m }, alone: {} }
            groups: { g: { data-time: one } }
            """).definitions();
        assertThat(definitions.allJobs())
                .filteredOn(job -> !job.name().equals("alone"))
                .extracting(JobDefinition::spec)
                .containsOnly(new JobSpec.Refresh("g", List.of("one", "two"), 1, DataTime.ONE));
        assertThat(definitions.groups()).allMatch(group -> group.schedule() == null);
    }
}
