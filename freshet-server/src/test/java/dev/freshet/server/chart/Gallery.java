// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import dev.freshet.job.RunState;
import dev.freshet.server.text.Human;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Every picture on one page, to be looked at in light and dark: {@code main} takes the file to write and the path of
 * {@code charts.css}.
 */
final class Gallery {

    static final Instant NOW = Instant.parse("2026-11-03T13:20:00Z");
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static final String PAGE = """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Charts</title>
        <meta name="viewport" content="width=device-width">
        <meta http-equiv="Content-Security-Policy" content="script-src 'none'">
        <style>
        .light { --bg:#f7f7f5; --surface:#fff; --surface-2:#efefec; --line:#e3e2de; --text:#1f2328; --text-2:#646a73;
          --accent:#0b6e6e; --fresh:#1a7f4b; --late:#b26a00; --breached:#c42b1c; --running:#1f6feb; --failed:#c42b1c;
          --paused:#7a5ea8; --unknown:#8a8f98; --queued:#646a73; --succeeded:#1a7f4b; --cancelled:#8a8f98;
          --lost:#c42b1c; --skipped:#8a8f98; --stopped:#7a5ea8; }
        .dark { --bg:#111416; --surface:#181c1f; --surface-2:#22282c; --line:#2b3136; --text:#e6e8ea; --text-2:#9aa3ab;
          --accent:#4fc3c3; --fresh:#4cc38a; --late:#f0a63a; --breached:#ff6b5e; --running:#5aa2ff; --failed:#ff6b5e;
          --paused:#b79bec; --unknown:#8b949e; --queued:#9aa3ab; --succeeded:#4cc38a; --cancelled:#8b949e;
          --lost:#ff6b5e; --skipped:#8b949e; --stopped:#b79bec; }
        .light, .dark { --running-soft:color-mix(in srgb,var(--running) 25%,var(--surface));
          --lost-soft:color-mix(in srgb,var(--lost) 15%,var(--surface)); background:var(--bg); color:var(--text);
          --stopped-soft:color-mix(in srgb,var(--stopped) 25%,var(--surface)); padding:12px; }
        body { margin:0; font:13px/1.4 system-ui,sans-serif; } h2 { font-size:13px; margin:0 0 8px; }
        figure { margin:0 0 12px; padding:12px; background:var(--surface); border:1px solid var(--line);
          border-radius:6px; }
        .line { display:grid; grid-template-columns:9rem 1fr; gap:0 12px; align-items:center; padding:2px 0;
          border-top:1px solid var(--line); } .line:first-of-type { border:0; }
        @media (max-width:40rem) { .line { grid-template-columns:1fr; } .line b:empty { display:none; } }
        b { font-weight:500; overflow:hidden; text-overflow:ellipsis; white-space:nowrap; } p { margin:8px 0 0;
          color:var(--text-2); font-size:12px; }
        </style><style>@charts@</style></head><body>@body@</body></html>
        """;

    private Gallery() {}

    public static void main(String[] args) throws IOException {
        String pictures = pictures();
        String body = "<div class=\"light\">" + pictures + "</div><div class=\"dark\">" + pictures + "</div>";
        String page =
                PAGE.replace("@charts@", Files.readString(Path.of(args[1]))).replace("@body@", body);
        Files.writeString(Path.of(args[0]), page);
    }

    private static String pictures() {
        StringBuilder out = new StringBuilder();
        timeline(out);
        lag(out);
        figure(out, "Durations, with a timeout", durations(60, 4_000, 30_000));
        figure(out, "Durations, logarithmic", durations(100, 900, 400_000));
        figure(out, "Durations, few", durations(7, 90_000, 120_000));
        figure(out, "Age, 24 h", age(24, 10, Duration.ofMinutes(15)));
        figure(out, "Age, 7 d with an outage", age(168, 20, Duration.ofMinutes(30)));
        figure(
                out,
                "Age, nothing yet",
                RefreshChart.draw("new", NOW.minusSeconds(86400), NOW, List.of(), List.of(), null, BERLIN));
        figure(out, "Days", calendar());
        sparklines(out);
        return out.toString();
    }

    private static void figure(StringBuilder out, String title, Drawing drawing) {
        out.append("<figure class=\"chart\"><h2>").append(title).append("</h2>").append(drawing.svg());
        out.append("<p>").append(drawing.label()).append("</p></figure>");
    }

    private static void line(StringBuilder out, String name, Drawing drawing) {
        out.append("<div class=\"line\"><b>")
                .append(name)
                .append("</b>")
                .append(drawing.svg())
                .append("</div>");
    }

    private static void timeline(StringBuilder out) {
        List<Timeline.Job> jobs = List.of(
                job("settle-payments", Duration.ofMinutes(20), 240, 5),
                job("each-minute", Duration.ofMinutes(1), 12, 6),
                job("mail-users", Duration.ofHours(4), 4000, 7),
                job("nightly-report", Duration.ofHours(25), 9000, 8),
                job("hourly-import", Duration.ofHours(1), 700, 10),
                states(),
                new Timeline.Job("never-ran", "/jobs/never-ran", List.of(), List.of()));
        List<Timeline.Deployment> deployments = List.of(
                new Timeline.Deployment(NOW.minus(Duration.ofHours(3)), "Deployment 18"),
                new Timeline.Deployment(NOW.minus(Duration.ofHours(15)), "Deployment 17"),
                new Timeline.Deployment(NOW.minus(Duration.ofHours(16)), "Deployment 16"));
        Timeline timeline = Timeline.draw(
                Timeline.Span.around(NOW, Duration.ofHours(24), Duration.ofHours(9)), jobs, deployments, BERLIN);
        out.append("<figure class=\"chart\"><h2>Timeline</h2>");
        line(out, "", timeline.axis());
        timeline.rows().forEach(row -> line(out, row.job(), row.drawing()));
        out.append("<p>").append(timeline.label()).append("</p></figure>");
    }

    private static Timeline.Job job(String name, Duration every, int seconds, int seed) {
        Random random = new Random(seed);
        List<Timeline.Run> runs = new ArrayList<>();
        List<Instant> ticks = new ArrayList<>();
        Instant start = NOW.minus(Duration.ofHours(24)).plusSeconds(random.nextInt(3000));
        for (; start.isBefore(NOW.plus(Duration.ofHours(9))); start = start.plus(every)) {
            if (start.isAfter(NOW)) {
                ticks.add(start);
                continue;
            }
            Instant end = start.plusSeconds(seconds / 2 + random.nextInt(seconds));
            boolean ended = end.isBefore(NOW);
            RunState state = !ended ? RunState.RUNNING : random.nextInt(18) == 0 ? RunState.FAILED : RunState.SUCCEEDED;
            runs.add(new Timeline.Run(state, start, ended ? end : null));
        }
        return new Timeline.Job(name, "/jobs/" + name, runs, ticks);
    }

    private static Timeline.Job states() {
        List<Timeline.Run> runs = new ArrayList<>();
        Instant start = NOW.minus(Duration.ofHours(23));
        for (RunState state : RunState.values()) {
            runs.add(new Timeline.Run(state, start, start.plusSeconds(4000)));
            start = start.plus(Duration.ofMinutes(150));
        }
        return new Timeline.Job("all-states", "/jobs/all-states", runs, List.of());
    }

    private static void lag(StringBuilder out) {
        Duration sla = Duration.ofMinutes(15);
        out.append("<figure class=\"chart\"><h2>Lag</h2>");
        List<LagBar.Reading> readings = List.of(
                new LagBar.Reading("landing_hero_stats", MarkState.FRESH, Duration.ofMinutes(4), sla),
                new LagBar.Reading("sales_by_day", MarkState.FRESH, Duration.ZERO, sla),
                new LagBar.Reading("top_pages", MarkState.LATE, Duration.ofMinutes(13), sla),
                new LagBar.Reading("retention", MarkState.BREACHED, Duration.ofMinutes(24), sla),
                new LagBar.Reading("cohorts", MarkState.BREACHED, Duration.ofHours(24), sla),
                new LagBar.Reading("archive", MarkState.PAUSED, Duration.ofHours(1), null),
                new LagBar.Reading("new_view", MarkState.UNKNOWN, null, sla));
        for (LagBar.Reading reading : readings) {
            Drawing drawing = LagBar.draw(reading, NOW);
            line(out, reading.name(), drawing);
            out.append("<p>").append(drawing.label()).append("</p>");
        }
        out.append("</figure>");
    }

    private static Drawing durations(int count, int usual, int outlier) {
        Random random = new Random(count);
        List<DurationChart.Run> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RunState state = i == count - 1
                    ? RunState.RUNNING
                    : random.nextInt(20) == 0
                            ? RunState.FAILED
                            : random.nextInt(25) == 0
                                    ? RunState.CANCELLED
                                    : random.nextInt(30) == 0 ? RunState.LOST : RunState.SUCCEEDED;
            double length = random.nextInt(40) == 0 ? outlier : usual * (0.6 + random.nextDouble());
            runs.add(new DurationChart.Run(
                    "Run " + (i + 1),
                    "/runs/" + (i + 1),
                    state,
                    NOW.minus(Duration.ofHours(count - i)),
                    Duration.ofMillis(Math.round(length))));
        }
        return DurationChart.draw(
                "settle-payments", runs, List.of(new DurationChart.Limit("timeout", Duration.ofSeconds(10))), BERLIN);
    }

    private static Drawing age(int hours, int minutes, Duration sla) {
        Random random = new Random(hours);
        List<RefreshChart.Refresh> refreshes = new ArrayList<>();
        List<RefreshChart.Failure> failures = new ArrayList<>();
        Instant from = NOW.minus(Duration.ofHours(hours));
        Instant outage = from.plus(Duration.ofHours(hours).dividedBy(2));
        for (Instant at = from.minusSeconds(500); at.isBefore(NOW); at = at.plus(Duration.ofMinutes(minutes))) {
            boolean out = hours > 24 && at.isAfter(outage) && at.isBefore(outage.plus(Duration.ofHours(9)));
            if (out || random.nextInt(25) == 0) {
                failures.add(new RefreshChart.Failure(at, "canceling statement due to lock timeout\nCONTEXT: …"));
            } else {
                refreshes.add(new RefreshChart.Refresh(at, at.plusSeconds(20 + random.nextInt(100))));
            }
        }
        return RefreshChart.draw("landing_hero_stats", from, NOW, refreshes, failures, sla, BERLIN);
    }

    private static Drawing calendar() {
        Random random = new Random(3);
        LocalDate today = LocalDate.of(2026, 11, 3);
        List<CalendarHeatmap.Day> days = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            int runs = i % 7 == 3 ? 0 : 24 + random.nextInt(80);
            int failed = random.nextInt(9) == 0 ? random.nextInt(runs + 1) : 0;
            days.add(new CalendarHeatmap.Day(today.minusDays(i), runs, random.nextInt(40) == 0 ? runs : failed));
        }
        return CalendarHeatmap.draw("settle-payments", today, days, CalendarHeatmap.USUAL_WEEKS, DayOfWeek.MONDAY);
    }

    private static void sparklines(StringBuilder out) {
        Random random = new Random(4);
        List<Sparkline.Value> values = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            long seconds = 20L + random.nextInt(40);
            values.add(new Sparkline.Value(
                    "Run " + i,
                    seconds,
                    Human.duration(Duration.ofSeconds(seconds)),
                    i % 11 == 5 ? MarkState.FAILED : MarkState.SUCCEEDED));
        }
        out.append("<figure class=\"chart\"><h2>Sparklines</h2>");
        line(out, "line", Sparkline.line("Duration", values));
        line(out, "bars", Sparkline.bars("Duration", values));
        line(out, "none", Sparkline.bars("Duration", List.of()));
        out.append("</figure>");
    }
}
