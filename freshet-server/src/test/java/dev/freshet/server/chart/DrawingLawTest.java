// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.job.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** What holds for every picture, whatever it shows: drawn here of names that would like to be markup. */
class DrawingLawTest {

    private static final String NAME = "<script>&\"'</svg>";
    private static final Instant NOW = Instant.parse("2026-11-03T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("UTC");
    private static final Set<String> ELEMENTS =
            Set.of("svg", "g", "a", "rect", "line", "circle", "path", "text", "title");

    static List<Drawing> drawings() {
        Instant hourAgo = NOW.minus(Duration.ofHours(1));
        Timeline timeline = Timeline.draw(
                Timeline.Span.around(NOW, Duration.ofHours(24), Duration.ofHours(6)),
                List.of(new Timeline.Job(
                        NAME,
                        "/jobs/x",
                        List.of(new Timeline.Run(RunState.FAILED, hourAgo, NOW)),
                        List.of(NOW.plusSeconds(60)))),
                List.of(new Timeline.Deployment(hourAgo, NAME)),
                ZONE);
        List<Sparkline.Value> values = List.of(
                new Sparkline.Value(NAME, 1, NAME, MarkState.FAILED),
                new Sparkline.Value(NAME, 2, NAME, MarkState.FRESH));
        List<Drawing> drawings = new ArrayList<>(List.of(
                timeline.axis(),
                timeline.rows().getFirst().drawing(),
                LagBar.draw(new LagBar.Reading(NAME, MarkState.LATE, Duration.ofHours(1), Duration.ofHours(2)), NOW),
                DurationChart.draw(
                        NAME,
                        List.of(new DurationChart.Run(NAME, "/runs/1", RunState.FAILED, hourAgo, Duration.ofHours(1))),
                        List.of(new DurationChart.Limit(NAME, Duration.ofMinutes(5))),
                        ZONE),
                RefreshChart.draw(
                        NAME,
                        hourAgo,
                        NOW,
                        List.of(new RefreshChart.Refresh(hourAgo, hourAgo)),
                        List.of(new RefreshChart.Failure(hourAgo, NAME)),
                        Duration.ofMinutes(10),
                        ZONE),
                CalendarHeatmap.draw(
                        NAME,
                        LocalDate.of(2026, 11, 3),
                        List.of(new CalendarHeatmap.Day(LocalDate.of(2026, 11, 2), 3, 1)),
                        26,
                        DayOfWeek.MONDAY),
                SliceStrip.draw(
                        NAME,
                        List.of(
                                new SliceStrip.Slice(1, NAME, NAME, MarkState.FAILED, "/runs/1"),
                                new SliceStrip.Slice(2, NAME, "waiting", MarkState.UNKNOWN, null))),
                Sparkline.line(NAME, values),
                Sparkline.bars(NAME, values)));
        return drawings;
    }

    @ParameterizedTest
    @MethodSource("drawings")
    void namesStayText(Drawing drawing) {
        ParsedDrawing parsed = ParsedDrawing.of(drawing);

        assertThat(parsed.elements()).extracting(Element::getTagName).isSubsetOf(ELEMENTS);
        assertThat(drawing.svg()).doesNotContain("<script", "\"'");
    }

    @ParameterizedTest
    @MethodSource("drawings")
    void aStrictContentSecurityPolicyHolds(Drawing drawing) {
        List<Element> all = new ArrayList<>(ParsedDrawing.of(drawing).elements());
        all.add(ParsedDrawing.of(drawing).root());

        assertThat(all).allSatisfy(element -> {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String name = element.getAttributes().item(i).getNodeName();
                assertThat(name).isNotEqualTo("style").isNotEqualTo("id").doesNotStartWith("on");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("drawings")
    void everyPictureHasAFullWidthASentenceAndATable(Drawing drawing) {
        Element root = ParsedDrawing.of(drawing).root();
        boolean hasLinks = drawing.svg().contains("<a ");

        // What is an image to a screen reader has no children for it, so links need a group.
        assertThat(root.getAttribute("role")).isEqualTo(hasLinks ? "group" : "img");
        assertThat(root.getAttribute("aria-label")).isEqualTo(drawing.label()).isNotBlank();
        assertThat(root.getAttribute("width")).isEqualTo("100%");
        assertThat(root.getAttribute("height")).matches("\\d+");
        assertThat(drawing.table().headers()).isNotEmpty().allMatch(header -> !header.isBlank());
        assertThat(drawing.table().rows()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(MarkState.class)
    void theStyleSheetKnowsEveryState(MarkState state) throws IOException {
        assertThat(styleSheet()).contains(".plot ." + state.style() + " { --mark: var(--" + state.word() + "); }");
    }

    @Test
    void theStyleSheetKnowsEveryClassThatIsDrawn() throws IOException {
        String styleSheet = styleSheet();
        Set<String> withoutLook = Set.of(
                "measured",
                "axis",
                "timeline-axis",
                "timeline-row",
                "duration-chart",
                "refresh-chart",
                "tick",
                "hour",
                "solid");

        for (Drawing drawing : drawings()) {
            for (Element element : ParsedDrawing.of(drawing).elements()) {
                for (String name : List.of(element.getAttribute("class").split(" "))) {
                    if (!name.isEmpty() && !withoutLook.contains(name)) {
                        assertThat(styleSheet).contains("." + name);
                    }
                }
            }
        }
    }

    private static String styleSheet() throws IOException {
        try (InputStream css = DrawingLawTest.class.getResourceAsStream("/static/assets/charts.css")) {
            return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
