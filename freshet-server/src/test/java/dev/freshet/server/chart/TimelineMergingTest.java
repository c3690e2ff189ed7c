// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.job.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class TimelineMergingTest {

    private static final Instant NOW = Instant.parse("2026-11-03T12:34:56Z");
    private static final ZoneId ZONE = ZoneId.of("Australia/Lord_Howe");
    private static final List<RunState> STATES = List.of(RunState.values());
    private static final Pattern COUNT = Pattern.compile("^([\\d,]+) (?:run|coming tick)");

    @Test
    void aRunEachMinuteBecomesAFewBarsThatCountThemAll() {
        Timeline.Job job = everyMinute(RunState.SUCCEEDED);
        ParsedDrawing row = draw(job, Duration.ofHours(24), Duration.ofHours(9));

        assertThat(row.marks("merged").size()).isBetween(30, TimelineRow.MOST_BARS);
        assertThat(count(row.marks("s-succeeded"))).isEqualTo(1440);
    }

    @Test
    void oneFailureAmongManyColoursItsBarAndTheTitleSaysHowMany() {
        List<Timeline.Run> runs =
                new ArrayList<>(everyMinute(RunState.SUCCEEDED).runs());
        Timeline.Run one = runs.get(700);
        runs.set(700, new Timeline.Run(RunState.FAILED, one.start(), one.end()));
        ParsedDrawing row =
                draw(new Timeline.Job("j", "/jobs/j", runs, List.of()), Duration.ofHours(24), Duration.ofHours(9));

        Element bar = row.mark("merged", "s-failed");
        assertThat(bar.getAttribute("class")).contains("soft");
        assertThat(ParsedDrawing.title(bar)).startsWith("30 runs, 1 failed, ");
    }

    @Test
    void aBlockOfFailuresIsSolid() {
        ParsedDrawing row = draw(everyMinute(RunState.FAILED), Duration.ofHours(24), Duration.ofHours(9));

        assertThat(row.marks("merged", "s-failed"))
                .allMatch(bar -> bar.getAttribute("class").contains("solid"))
                .isNotEmpty();
    }

    @Property(tries = 200)
    void theNumberOfMarksIsBoundedAndEveryRunAndTickIsCounted(
            @ForAll @Size(max = 600) List<@LongRange(min = -100_000, max = 140_000) Long> secondsFromNow,
            @ForAll @IntRange(min = 1, max = 200) int hours,
            @ForAll @IntRange(max = 20_000) int length) {
        List<Timeline.Run> runs = new ArrayList<>();
        List<Instant> ticks = new ArrayList<>();
        for (int i = 0; i < secondsFromNow.size(); i++) {
            Instant at = NOW.plusSeconds(secondsFromNow.get(i));
            if (at.isBefore(NOW)) {
                RunState state = STATES.get(i % STATES.size());
                runs.add(new Timeline.Run(state, at, state.isActive() ? null : at.plusSeconds(length)));
            } else {
                ticks.add(at);
            }
        }
        Timeline.Job job = new Timeline.Job("j", "/jobs/j", runs, ticks);
        Timeline.Span span = Timeline.Span.around(NOW, Duration.ofHours(hours), Duration.ofHours(hours));
        long runsInside = runs.stream()
                .filter(run -> !run.endBy(NOW).isBefore(span.from()))
                .count();
        long ticksInside =
                ticks.stream().filter(tick -> tick.isBefore(span.to())).count();

        ParsedDrawing row = draw(job, Duration.ofHours(hours), Duration.ofHours(hours));
        List<Element> bars = row.elements().stream()
                .filter(element -> element.getAttribute("class").contains(" s-")
                        && !element.getAttribute("class").contains("cap"))
                .toList();

        assertThat(bars.size()).isLessThanOrEqualTo(TimelineRow.MOST_BARS);
        assertThat(bars.size() + row.marks("coming").size()).isLessThanOrEqualTo(150);
        assertThat(count(bars)).isEqualTo(runsInside);
        assertThat(count(row.marks("coming"))).isEqualTo(ticksInside);
        assertThat(bars).allSatisfy(bar -> {
            double x = ParsedDrawing.percent(bar, bar.hasAttribute("cx") ? "cx" : "x");
            double width = bar.hasAttribute("width") ? ParsedDrawing.percent(bar, "width") : 0;
            assertThat(x).isBetween(0.0, 100.0);
            assertThat(x + width).isLessThanOrEqualTo(100.1);
        });
    }

    private static long count(List<Element> marks) {
        return marks.stream()
                .map(ParsedDrawing::title)
                .mapToLong(title -> {
                    Matcher count = COUNT.matcher(title);
                    return count.find() ? Long.parseLong(count.group(1).replace(",", "")) : 1;
                })
                .sum();
    }

    private static Timeline.Job everyMinute(RunState state) {
        List<Timeline.Run> runs = new ArrayList<>();
        for (int minute = 1; minute <= 1440; minute++) {
            Instant start = NOW.minus(Duration.ofMinutes(minute));
            runs.add(new Timeline.Run(state, start, start.plusSeconds(12)));
        }
        return new Timeline.Job("j", "/jobs/j", runs, List.of());
    }

    private static ParsedDrawing draw(Timeline.Job job, Duration past, Duration future) {
        Timeline timeline = Timeline.draw(Timeline.Span.around(NOW, past, future), List.of(job), List.of(), ZONE);
        return ParsedDrawing.of(timeline.rows().getFirst().drawing());
    }
}
