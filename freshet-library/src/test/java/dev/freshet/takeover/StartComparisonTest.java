// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.cron.CronExpression;
import dev.freshet.cron.CronTicks;
import dev.freshet.cron.DstPolicy;
import dev.freshet.cron.Tick;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StartComparisonTest {

    private static final Duration TOLERANCE = Duration.ofSeconds(30);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void matchesEachStartWithTheTickNearestToIt() {
        StartComparison compared = compare(
                List.of("10:00:00", "10:01:00", "10:02:00"), List.of("10:00:01", "10:01:29", "10:01:59", "10:07:00"));
        assertThat(compared.matched()).hasSize(3);
        assertThat(compared.onlyOld()).containsExactly(at("10:07:00"));
        assertThat(compared.onlyFreshet()).isEmpty();
        assertThat(compared.largestSkew()).contains(Duration.ofSeconds(29));
        assertThat(compared.agrees()).isFalse();
    }

    @Test
    void namesTheOffsetOfAnotherZone() {
        StartComparison compared = compare(List.of("10:00:00", "11:00:00"), List.of("08:00:01", "09:00:02"));
        assertThat(compared.remarks())
                .anyMatch(remark -> remark.contains("2 h earlier") && remark.contains("time-zone"));
    }

    @Test
    void namesTheChangeOfTheClockThatExplainsADifference() {
        List<Instant> ticks = new CronTicks(CronExpression.parse("*/15 2 * * *"), BERLIN, DstPolicy.DEFAULT)
                .between(Instant.parse("2025-03-30T00:00:00Z"), Instant.parse("2025-03-31T00:00:00Z"), 100).stream()
                        .map(Tick::at)
                        .toList();
        StartComparison compared = StartComparison.of(List.of("job"), ticks, List.of(), BERLIN, TOLERANCE);
        assertThat(compared.onlyFreshet()).containsExactly(Instant.parse("2025-03-30T01:00:00Z"));
        assertThat(compared.remarks())
                .containsExactly("the clock of Europe/Berlin went from 02:00 to 03:00 on 2025-03-30 (gap); schedulers"
                        + " differ there, see the key dst");
    }

    @Test
    void readsListsOfStartsAndTheLogOfCron() {
        StartList.Result list = StartList.read(
                """
                job,start
                report,2026-11-21T03:00:01Z
                "report",2026-11-21 04:00:01+00
                2026-11-21T05:00:01.123456+01:00 host CRON[123]: (root) CMD (psql  -c  "select 1")
                Nov 21 06:00:01 host CRON[124]: (root) CMD (psql -c "select 1")
                Dec 31 23:00:01 host crond[124]: (root) CMD (psql -c "select 1")
                Nov 21 06:00:01 host CRON[125]: (root) CMD (other)
                Nov 21 06:00:01 host CRON[125]: pam_unix(cron:session): session opened for user root
                """,
                "list",
                Map.of("psql -c \"select 1\"", List.of("a", "b")),
                ZoneOffset.UTC,
                Instant.parse("2026-11-22T00:00:00Z"));
        assertThat(list.starts())
                .containsExactlyInAnyOrder(
                        new OldStarts(List.of("report"), instants("2026-11-21T03:00:01Z", "2026-11-21T04:00:01Z")),
                        new OldStarts(
                                List.of("a", "b"),
                                instants(
                                        "2025-12-31T23:00:01Z",
                                        "2026-11-21T04:00:01.123456Z",
                                        "2026-11-21T06:00:01Z")));
        assertThat(list.unknown()).containsEntry("other", 1);
    }

    @Test
    void namesTheLineOfAListThatItCannotRead() {
        assertThatThrownBy(() -> StartList.read(
                        "a,2026-01-01T00:00:00Z\na,soon\n",
                        "list",
                        Map.of(),
                        ZoneOffset.UTC,
                        Instant.parse("2026-11-22T00:00:00Z")))
                .hasMessageContaining("list, line 2");
    }

    private static StartComparison compare(List<String> ticks, List<String> starts) {
        return StartComparison.of(
                List.of("job"),
                ticks.stream().map(StartComparisonTest::at).toList(),
                starts.stream().map(StartComparisonTest::at).toList(),
                ZoneOffset.UTC,
                TOLERANCE);
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-21T" + time + "Z");
    }

    private static List<Instant> instants(String... moments) {
        return Stream.of(moments).map(Instant::parse).toList();
    }
}
