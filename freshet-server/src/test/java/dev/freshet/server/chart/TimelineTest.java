// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.job.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class TimelineTest {

    private static final Instant NOW = Instant.parse("2026-11-03T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    /** Thirty hours: an hour is 10/3 per cent. */
    private static final Timeline.Span SPAN = Timeline.Span.around(NOW, Duration.ofHours(24), Duration.ofHours(6));

    @Test
    void aRunLiesWhereItsTimeIs() {
        Element bar = row(run(RunState.SUCCEEDED, 12, 9)).mark("bar", "s-succeeded");

        assertThat(ParsedDrawing.percent(bar, "x")).isCloseTo(40.0, within(0.1));
        assertThat(ParsedDrawing.percent(bar, "width")).isCloseTo(10.0, within(0.1));
        assertThat(ParsedDrawing.title(bar)).isEqualTo("mail succeeded, Tue 3 Nov 2026, 01:00:00, 3 h");
    }

    @Test
    void aRunThatBeganBeforeIsCutAndOneThatEndedBeforeIsLeftOut() {
        ParsedDrawing row = row(run(RunState.SUCCEEDED, 30, 21), run(RunState.FAILED, 30, 25));

        Element bar = row.mark("bar");
        assertThat(ParsedDrawing.percent(bar, "x")).isCloseTo(0.0, within(0.1));
        assertThat(ParsedDrawing.percent(bar, "width")).isCloseTo(10.0, within(0.1));
    }

    @Test
    void aRunningRunReachesToNowWithAnArrowAtItsOpenEnd() {
        ParsedDrawing row = row(new Timeline.Run(RunState.RUNNING, NOW.minus(Duration.ofHours(3)), null));
        Element bar = row.mark("bar", "s-running");
        Element arrow = (Element) row.mark("cap", "s-running").getParentNode();

        assertThat(ParsedDrawing.percent(bar, "x")).isCloseTo(70.0, within(0.1));
        assertThat(ParsedDrawing.percent(bar, "width")).isCloseTo(10.0, within(0.1));
        assertThat(ParsedDrawing.percent(arrow, "x")).isCloseTo(80.0, within(0.1));
        assertThat(ParsedDrawing.percent(row.mark("now"), "x1")).isCloseTo(80.0, within(0.1));
    }

    @Test
    void theShortestRunIsStillDrawn() {
        Instant start = NOW.minusSeconds(600);
        Element bar = row(new Timeline.Run(RunState.SUCCEEDED, start, start)).mark("bar");

        assertThat(ParsedDrawing.percent(bar, "width")).isPositive();
    }

    @Test
    void comingTicksAreHollowAndPastOnesAreLeftOut() {
        Timeline.Job job = new Timeline.Job(
                "mail", "/jobs/mail", List.of(), List.of(NOW.plus(Duration.ofHours(3)), NOW.minusSeconds(60)));
        Drawing row = draw(job).rows().getFirst().drawing();
        Element tick = ParsedDrawing.of(row).mark("coming");

        assertThat(ParsedDrawing.percent(tick, "cx")).isCloseTo(90.0, within(0.1));
        assertThat(ParsedDrawing.title(tick)).isEqualTo("Coming tick, Tue 3 Nov 2026, 16:00:00");
        assertThat(row.label()).isEqualTo("mail: no runs in 24 h; next tick in 3 h");
    }

    @Test
    void theFailedRunIsOnTopOfWhatItOverlaps() {
        ParsedDrawing row = row(run(RunState.FAILED, 12, 11), run(RunState.SUCCEEDED, 12, 10));

        assertThat(row.marks("bar"))
                .extracting(bar -> bar.getAttribute("class"))
                .containsExactly("bar solid s-succeeded", "bar solid s-failed");
    }

    @Test
    void everyStateThatNeedsALookHasAShapeOfItsOwn() {
        List<String> shapes = new ArrayList<>();
        for (RunState state : RunState.values()) {
            if (state != RunState.STOPPING) {
                String marks = row(run(state, 12, 10)).elements().stream()
                        .filter(element -> element.getAttribute("class").contains("s-" + state.id()))
                        .map(element -> element.getTagName() + " " + element.getAttribute("y") + " "
                                + element.getAttribute("height") + " " + element.getAttribute("d") + " "
                                + element.getAttribute("class").replace("s-" + state.id(), ""))
                        .reduce("", (left, right) -> left + "; " + right);
                shapes.add(marks);
            }
        }
        assertThat(shapes).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void deploymentsCrossEveryRowAndTheLatestHasItsNameOnTheAxis() {
        List<Timeline.Deployment> deployments = List.of(
                new Timeline.Deployment(NOW.minus(Duration.ofHours(6)), "Deployment 18"),
                new Timeline.Deployment(NOW.minus(Duration.ofHours(7)), "Deployment 17"),
                new Timeline.Deployment(NOW.minus(Duration.ofDays(3)), "Deployment 9"));
        Timeline timeline = Timeline.draw(SPAN, List.of(job(run(RunState.SUCCEEDED, 3, 2))), deployments, ZONE);
        ParsedDrawing axis = ParsedDrawing.of(timeline.axis());
        ParsedDrawing row = ParsedDrawing.of(timeline.rows().getFirst().drawing());

        assertThat(row.marks("deployment"))
                .extracting(line -> ParsedDrawing.percent(line, "x1"))
                .containsExactly(60.0, 56.67);
        Element earlier = axis.mark("deployment-name", "wide-only");
        Element latest = axis.marks("deployment-name").getFirst();
        assertThat(earlier.getTextContent().strip()).isEqualTo("Deployment 17");
        assertThat(earlier.getAttribute("text-anchor")).isEqualTo("end");
        assertThat(latest.getTextContent().strip()).isEqualTo("Deployment 18");
        assertThat(latest.getAttribute("text-anchor")).isEqualTo("start");
        assertThat(axis.texts("title")).hasSize(2).allMatch(title -> title.contains("Nov 2026"));
        assertThat(timeline.axis().table().rows()).hasSize(2);
    }

    @Test
    void namesOnlyTheLatestOfDeploymentsJustBeforeNow() {
        List<Timeline.Deployment> deployments = List.of(
                new Timeline.Deployment(NOW.minus(Duration.ofMinutes(1)), "Deployment 3"),
                new Timeline.Deployment(NOW.minus(Duration.ofMinutes(30)), "Deployment 2"));
        Timeline timeline = Timeline.draw(SPAN, List.of(job(run(RunState.SUCCEEDED, 3, 2))), deployments, ZONE);

        assertThat(ParsedDrawing.of(timeline.axis()).marks("deployment-name"))
                .extracting(name -> name.getTextContent().strip())
                .containsExactly("Deployment 3");
    }

    @Test
    void saysTheGistAndHasARowForEachJobInItsTable() {
        Timeline timeline = draw(
                job(run(RunState.SUCCEEDED, 20, 19), run(RunState.FAILED, 10, 9), run(RunState.LOST, 5, 4)),
                new Timeline.Job("idle", "/jobs/idle", List.of(), List.of()));

        assertThat(timeline.label()).isEqualTo("2 jobs: 3 runs, 1 failed, 1 lost in 24 h");
        assertThat(timeline.table().rows())
                .containsExactly(
                        ChartTable.Row.linked(
                                "/jobs/mail", "mail", "3", "1", "1 lost", "Tue 3 Nov 2026, 08:00:00", Words.MISSING),
                        ChartTable.Row.linked(
                                "/jobs/idle", "idle", "0", "0", Words.MISSING, Words.MISSING, Words.MISSING));
        assertThat(timeline.rows().getFirst().drawing().table().rows())
                .extracting(row -> row.cells().get(2))
                .containsExactly("succeeded", "failed", "lost");
    }

    private static Timeline.Run run(RunState state, int hoursAgo, int endHoursAgo) {
        return new Timeline.Run(state, NOW.minus(Duration.ofHours(hoursAgo)), NOW.minus(Duration.ofHours(endHoursAgo)));
    }

    private static Timeline.Job job(Timeline.Run... runs) {
        return new Timeline.Job("mail", "/jobs/mail", List.of(runs), List.of());
    }

    private static Timeline draw(Timeline.Job... jobs) {
        return Timeline.draw(SPAN, List.of(jobs), List.of(), ZONE);
    }

    private static ParsedDrawing row(Timeline.Run... runs) {
        return ParsedDrawing.of(draw(job(runs)).rows().getFirst().drawing());
    }
}
