// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.FreshnessPromise;
import dev.freshet.definition.PromiseWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartPolicyTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final Instant LONG_AGO = NOW.minusSeconds(3_600);

    private final Map<String, ViewNeed> needs = new HashMap<>();
    private final Map<String, JobMoment> moments = new HashMap<>();

    /** {@code top} reads {@code below}; each takes 10 s. */
    private RefreshGraph chain(@Nullable FreshnessPromise promise) {
        return new RefreshGraph(
                List.of(
                        new PlannedView("below", "below", true, false, null),
                        new PlannedView("top", "top", true, false, promise)),
                Map.of("below", Set.of(), "top", Set.of("below")),
                Map.of("below", Duration.ofSeconds(10), "top", Duration.ofSeconds(10)));
    }

    private RefreshPlan decide(RefreshGraph graph) {
        return StartPolicy.decide(graph, NOW, needs, moments);
    }

    private void changed(String view, Instant change) {
        needs.put(view, new ViewNeed(LONG_AGO, change, change));
    }

    private void shows(String view) {
        needs.put(view, new ViewNeed(LONG_AGO, null, null));
    }

    private List<String> started(RefreshGraph graph) {
        return decide(graph).starts().stream().map(RefreshPlan.Start::job).toList();
    }

    /** Each was measured from the begin of their transaction to its end. */
    @Test
    void countsViewsOfOneDataTimeOnceAndStartsThemTogether() {
        RefreshGraph graph = new RefreshGraph(
                List.of(
                        new PlannedView("below", "g", true, true, null),
                        new PlannedView("top", "g", true, true, FreshnessPromise.of(Duration.ofMinutes(1)))),
                Map.of("below", Set.of(), "top", Set.of("below")),
                Map.of("below", Duration.ofSeconds(10), "top", Duration.ofSeconds(10)));
        assertThat(graph.takes("g")).isEqualTo(Duration.ofSeconds(10));
        RefreshGraph measuredSingly = new RefreshGraph(
                graph.views(), Map.of(), Map.of("below", Duration.ofSeconds(10), "top", Duration.ofSeconds(4)));
        assertThat(measuredSingly.takes("g")).isEqualTo(Duration.ofSeconds(14));
        changed("below", NOW.minusSeconds(50));
        needs.put("top", new ViewNeed(LONG_AGO, NOW.minusSeconds(50), null));
        assertThat(started(graph)).containsExactly("g");
    }

    @Test
    void startsAViewSoEarlyThatAllBelowItIsInTime() {
        RefreshGraph graph = chain(FreshnessPromise.of(Duration.ofMinutes(1)));
        changed("below", NOW);
        needs.put("top", new ViewNeed(LONG_AGO, NOW, null));
        RefreshPlan plan = decide(graph);
        assertThat(plan.starts()).isEmpty();
        // A minute, less two refreshes of 10 s and their handovers, less a fifth of those.
        assertThat(plan.next()).isEqualTo(NOW.plusMillis(60_000 - 20_800 - 4_160));
        changed("below", NOW.minusSeconds(36));
        assertThat(started(graph)).containsExactly("below");
    }

    @Test
    void startsNothingWithoutAPromise() {
        changed("below", LONG_AGO);
        changed("top", LONG_AGO);
        RefreshPlan plan = decide(chain(null));
        assertThat(plan.starts()).isEmpty();
        assertThat(plan.next()).isNull();
    }

    @Test
    void fillsForTheFirstTimeAtOnceUpstreamFirst() {
        RefreshGraph graph = chain(FreshnessPromise.of(Duration.ofHours(1)));
        needs.put("below", ViewNeed.FIRST_FILL);
        needs.put("top", ViewNeed.FIRST_FILL);
        assertThat(started(graph)).containsExactly("below");
        shows("below");
        assertThat(started(graph)).containsExactly("top");
    }

    @Test
    void refreshesSoThatAViewIsFreshEnoughWhenAStricterWindowOpens() {
        PromiseWindow day = new PromiseWindow(
                Set.of(DayOfWeek.MONDAY), LocalTime.of(9, 0), LocalTime.of(17, 0), Duration.ofMinutes(5));
        RefreshGraph graph = chain(new FreshnessPromise(Duration.ofHours(10), ZoneOffset.UTC, List.of(day)));
        shows("below");
        changed("top", NOW.minusSeconds(60));
        // At nine, less a refresh of 10 s, less a fifth of it.
        assertThat(decide(graph).next())
                .isEqualTo(Instant.parse("2026-03-02T09:00:00Z").minusMillis(12_480));
    }

    @Test
    void goesWithoutAViewThatFailedUntilThatHasRested() {
        RefreshGraph graph = chain(FreshnessPromise.of(Duration.ofMinutes(1)));
        changed("below", LONG_AGO);
        changed("top", LONG_AGO.plusSeconds(1));
        moments.put(
                "below", new JobMoment(false, null, false, new JobMoment.Ended(false, LONG_AGO, NOW.minusSeconds(5))));
        RefreshPlan plan = decide(graph);
        assertThat(plan.starts()).extracting(RefreshPlan.Start::job).containsExactly("top");
        assertThat(plan.next()).isEqualTo(NOW.plusSeconds(25));
    }

    @Test
    void waitsForARefreshUnderWayButNotForOneThatHangs() {
        RefreshGraph graph = chain(FreshnessPromise.of(Duration.ofMinutes(1)));
        changed("below", LONG_AGO);
        changed("top", LONG_AGO.plusSeconds(1));
        moments.put("below", new JobMoment(false, NOW.minusSeconds(5), false, null));
        RefreshPlan plan = decide(graph);
        assertThat(plan.starts()).isEmpty();
        assertThat(plan.outlooks().get("top"))
                .extracting(RefreshPlan.Outlook::waitsFor)
                .isEqualTo("below");
        moments.put("below", new JobMoment(false, NOW.minusSeconds(51), false, null));
        assertThat(started(graph)).containsExactly("top");
    }

    @Test
    void leavesPausedJobsAndThoseWithARunAlone() {
        RefreshGraph graph = chain(FreshnessPromise.of(Duration.ofMinutes(1)));
        changed("below", LONG_AGO);
        changed("top", LONG_AGO);
        moments.put("below", new JobMoment(true, null, false, null));
        moments.put("top", new JobMoment(false, NOW, true, null));
        assertThat(started(graph)).isEmpty();
    }

    @Test
    void restsAfterEachRefreshOfAPromiseThatCannotBeKept() {
        RefreshGraph graph = chain(FreshnessPromise.of(Duration.ofSeconds(5)));
        shows("below");
        changed("top", NOW);
        moments.put("top", new JobMoment(false, null, false, new JobMoment.Ended(true, NOW.minusSeconds(11), NOW)));
        RefreshPlan plan = decide(graph);
        assertThat(plan.starts()).isEmpty();
        assertThat(plan.next()).isEqualTo(NOW.plusSeconds(1));
        assertThat(Outlooks.infeasible(graph, graph.view("top")))
                .contains("95 of 100 refreshes of top and of what it reads take up to 20s, and at most 5s is promised");
    }

    @Test
    void startsAgainWhatOnlyNowCanShowTheChange() {
        RefreshGraph graph = chain(FreshnessPromise.of(Duration.ofSeconds(30)));
        shows("below");
        changed("top", NOW.minusSeconds(60));
        moments.put(
                "top",
                new JobMoment(
                        false, null, false, new JobMoment.Ended(true, NOW.minusSeconds(12), NOW.minusSeconds(2))));
        moments.put(
                "below",
                new JobMoment(
                        false, null, false, new JobMoment.Ended(true, NOW.minusSeconds(20), NOW.minusSeconds(5))));
        assertThat(started(graph)).containsExactly("top");
    }

    @Test
    void doesNotRepeatAtOnceWhatARunPassedOver() {
        RefreshGraph graph = chain(FreshnessPromise.of(Duration.ofSeconds(30)));
        shows("below");
        changed("top", NOW.minusSeconds(60));
        moments.put(
                "top",
                new JobMoment(false, null, false, new JobMoment.Ended(true, NOW.minusSeconds(2), NOW.minusSeconds(1))));
        assertThat(decide(graph).next()).isEqualTo(NOW.plusSeconds(9));
    }
}
