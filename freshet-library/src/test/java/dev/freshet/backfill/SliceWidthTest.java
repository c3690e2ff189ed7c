// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.error.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Slices against an oracle that walks the minutes: a local day begins at the first minute whose local date is that day or
 * later. Around transitions of every zone; the seed is printed, and {@code -Dfreshet.test.seed=N} repeats one.
 */
class SliceWidthTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final int EVERYTHING = Integer.MAX_VALUE;

    private final long seed = Long.getLong("freshet.test.seed", System.nanoTime());

    @Test
    void makesLocalDaysOf23And25HoursWhereTheClockJumps() {
        assertThat(hours("2027-03-26T23:00:00Z", "2027-03-29T22:00:00Z")).containsExactly(24L, 23L, 24L);
        assertThat(hours("2027-10-29T22:00:00Z", "2027-11-01T23:00:00Z")).containsExactly(24L, 25L, 24L);
    }

    @Test
    void cutsWhereTheRangeBeginsAndEndsInsideOfADay() {
        Instant from = Instant.parse("2027-03-27T11:30:00Z");
        Instant to = Instant.parse("2027-03-28T06:00:00Z");
        assertThat(SliceWidth.parse("1d").cut(from, to, BERLIN, EVERYTHING))
                .containsExactly(
                        new Slice(from, Instant.parse("2027-03-27T23:00:00Z")),
                        new Slice(Instant.parse("2027-03-27T23:00:00Z"), to));
    }

    @Test
    void beginsMonthsOnTheirFirstDay() {
        Instant from = Instant.parse("2026-01-30T23:00:00Z");
        Instant to = Instant.parse("2026-03-15T00:00:00Z");
        assertThat(SliceWidth.parse("1month").cut(from, to, BERLIN, EVERYTHING))
                .extracting(slice -> slice.start().atZone(BERLIN).toLocalDate().toString())
                .containsExactly("2026-01-31", "2026-02-01", "2026-03-01");
    }

    @Test
    void cutsHoursByElapsedTime() {
        Instant from = Instant.parse("2027-03-27T22:00:00Z");
        assertThat(SliceWidth.parse("6h").cut(from, from.plus(Duration.ofHours(15)), BERLIN, EVERYTHING))
                .extracting(
                        slice -> Duration.between(slice.start(), slice.end()).toHours())
                .containsExactly(6L, 6L, 3L);
    }

    @Test
    void leavesNoHoleAndNoOverlapAtAnyTransitionOfAnyZone() {
        System.out.println("SliceWidthTest: seed " + seed);
        int transitions = 0;
        for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            Random own = new Random(seed ^ id.hashCode());
            ZoneRules rules = ZoneId.of(id).getRules();
            for (ZoneOffsetTransition each : rules.getTransitions()) {
                boolean plain = each.getDuration().abs().equals(Duration.ofHours(1));
                boolean whole = each.getInstant().getEpochSecond() % 60 == 0
                        && each.getOffsetBefore().getTotalSeconds() % 60 == 0
                        && each.getOffsetAfter().getTotalSeconds() % 60 == 0;
                if (whole && (!plain || own.nextInt(12) == 0)) {
                    transitions++;
                    check(ZoneId.of(id), each.getInstant(), own);
                }
            }
        }
        assertThat(transitions).as("an empty scan proves nothing").isGreaterThan(1_500);
    }

    private void check(ZoneId zone, Instant centre, Random own) {
        Instant from = centre.minus(Duration.ofMinutes(own.nextInt(3 * 1_440)));
        Instant to = centre.plus(Duration.ofMinutes(1 + own.nextInt(3 * 1_440)));
        int days = 1 + own.nextInt(2);
        List<Slice> slices = SliceWidth.parse(days + "d").cut(from, to, zone, EVERYTHING);
        String what = "seed %d, %dd in %s, [%s, %s)".formatted(seed, days, zone, from, to);
        assertThat(slices).as(what).extracting(Slice::start).containsExactlyElementsOf(oracle(zone, from, to, days));
        for (int i = 0; i < slices.size(); i++) {
            Instant next = i + 1 < slices.size() ? slices.get(i + 1).start() : to;
            assertThat(slices.get(i).end()).as(what).isEqualTo(next);
        }
    }

    /** Where slices begin: at the start, and at the first minute of every so manieth day. */
    private static List<Instant> oracle(ZoneId zone, Instant from, Instant to, int days) {
        List<Instant> starts = new ArrayList<>(List.of(from));
        LocalDate boundary = LocalDateTime.ofInstant(from, zone).toLocalDate().plusDays(days);
        for (Instant minute = from; minute.isBefore(to); minute = minute.plusSeconds(60)) {
            LocalDate date = LocalDateTime.ofInstant(minute, zone).toLocalDate();
            if (!date.isBefore(boundary)) {
                starts.add(minute);
                while (!boundary.isAfter(date)) {
                    boundary = boundary.plusDays(days);
                }
            }
        }
        return starts;
    }

    @Test
    void refusesWhatIsNoWidthAndSaysWhatIs() {
        for (String wrong : List.of("", "0d", "1d12h", "1y", "day", "-1d", "0s")) {
            assertThatThrownBy(() -> SliceWidth.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(FreshetException.class)
                    .hasMessageContaining("expected ticks, days, weeks or months");
        }
    }

    private static List<Long> hours(String from, String to) {
        return SliceWidth.parse("1d").cut(Instant.parse(from), Instant.parse(to), BERLIN, EVERYTHING).stream()
                .map(slice -> Duration.between(slice.start(), slice.end()).toHours())
                .toList();
    }
}
