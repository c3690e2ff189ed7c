// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What promises cost, against plain SQL over what was recorded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromiseReckonerPostgresTest {

    private static final Duration ONE = Duration.ofMinutes(1);
    private static final Duration FIVE = Duration.ofMinutes(5);
    private static final Duration FIFTEEN = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);

    /** Every minute in which the table changed, told by either of the two. */
    private static final String MINUTES = """
        SELECT DISTINCT date_trunc('minute', m.at) AS at FROM (
          SELECT a.hour + g * interval '1 minute' AS at FROM freshet.source_activity a, generate_series(0, 59) g
          WHERE a.source = 'src'::regclass AND (a.minutes >> g) & 1 = 1
          UNION ALL SELECT c.at FROM freshet.change_mark c WHERE c.source = 'src'::regclass) m
        """;

    /** Views that were read since their sources tell of their changes; what was read before is measured by its age. */
    private static final String READ_TRACKED = """
        SELECT count(*) FROM freshet.view_state v WHERE v.in_force AND v.view_name IN (%s)
          AND (SELECT bool_and(pg_visible_in_snapshot(s.tracked_since, v.snapshot)) FROM freshet.source s WHERE s.name IN ('src', 'idle'))
        """;

    private final Targets targets = new Targets();

    @BeforeAll
    void recordTwoDays() {
        targets.execute("""
            CREATE TABLE src (id int); CREATE TABLE idle (id int); CREATE TABLE unmarked (id int);
            CREATE MATERIALIZED VIEW base AS SELECT id FROM src;
            CREATE MATERIALIZED VIEW top AS SELECT id FROM base;
            CREATE MATERIALIZED VIEW quiet AS SELECT id FROM idle;
            CREATE MATERIALIZED VIEW ticking AS SELECT now() AS moment;
            CREATE MATERIALIZED VIEW blind AS SELECT id FROM unmarked;
            CREATE MATERIALIZED VIEW left_one AS SELECT id FROM src;
            CREATE MATERIALIZED VIEW right_one AS SELECT id FROM src;
            CREATE MATERIALIZED VIEW never AS SELECT 1 AS id;
            """);
        targets.apply("""
            freshet: 1
            groups:
              pair: { schedule: "*/15 * * * *" }
            views:
              base: { change-marks: true }
              top: { change-marks: true, freshness: 1h }
              quiet: { change-marks: true, freshness: 1h }
              ticking: { freshness: 1h }
              blind: { freshness: 1h }
              left_one: { change-marks: true, group: pair, freshness: 30m }
              right_one: { change-marks: true, group: pair }
              never: { }
              absent: { freshness: 1h }
            """);
        targets.awaitAnswer(
                "2", "SELECT count(*) FROM freshet.source WHERE name IN ('src', 'idle') AND tracked_since IS NOT NULL");
        for (String view : List.of("base", "top", "quiet")) {
            targets.execute("SELECT freshet.enqueue('" + view + "')");
            targets.awaitAnswer("1", READ_TRACKED.formatted("'" + view + "'"));
        }
        targets.execute("CALL freshet.refresh_group('pair')");
        targets.awaitAnswer("2", READ_TRACKED.formatted("'left_one', 'right_one'"));
        targets.awaitAnswer(
                "7",
                "SELECT count(DISTINCT view_name) FROM freshet.materialized_view_refreshes WHERE status = 'success'"
                        + " AND view_name <> 'never'");
        // Two days: now and then, and a busy hour; the last minutes are still marks, one of them in both.
        targets.execute("""
            INSERT INTO freshet.source_activity (source, hour, minutes, changes)
            SELECT 'src'::regclass, date_trunc('hour', now(), 'UTC') - h * interval '1 hour',
              CASE h WHEN 7 THEN (1::bigint << 60) - 1 ELSE (1::bigint << (h * 7 % 60)) | (1::bigint << (h * 13 % 60)) END, 100
            FROM generate_series(2, 48) h;
            INSERT INTO freshet.change_mark (source, xact, at)
            SELECT 'src'::regclass, '3'::xid8, date_trunc('hour', now(), 'UTC') - m * interval '1 minute' FROM generate_series(60, 90, 3) m;
            """);
    }

    @AfterAll
    void stop() {
        targets.close();
    }

    @Test
    void countsEachMinuteOnceWhetherItIsStillAMarkOrNotAnyMore() {
        WhatIf whatIf = reckon("top", FIFTEEN);
        double minutes = number("SELECT count(*) FROM (" + MINUTES + ") m");
        double days = (double) whatIf.recorded().toMillis() / Duration.ofDays(1).toMillis();
        assertThat(days).isBetween(2.0, 2.05);
        // What changes while the test runs may be one more.
        assertThat(whatIf.busyMinutes() * days).isCloseTo(minutes, within(1.5));
    }

    @Test
    void refreshesAsOftenAsPlainSqlSaysThatThePromiseNeeds() {
        for (Duration target : List.of(FIVE, FIFTEEN, HOUR)) {
            WhatIf whatIf = reckon("top", target);
            double days =
                    (double) whatIf.recorded().toMillis() / Duration.ofDays(1).toMillis();
            // A refresh that waits as long as it may shows all until then; the next change waits anew.
            double wanted = number("""
                WITH RECURSIVE minute AS (%s), shown AS (
                  SELECT min(at) AS change FROM minute
                  UNION ALL
                  SELECT (SELECT min(m.at) FROM minute m WHERE m.at > s.change + interval '%s seconds' - interval '15 seconds') FROM shown s WHERE s.change IS NOT NULL)
                SELECT count(change) FROM shown
                """.formatted(MINUTES, target.toSeconds()));
            WhatIf.Option option = whatIf.options().getFirst();
            assertThat(option.effort().refreshes() * days).as("%s", target).isCloseTo(wanted, within(2.0));
            assertThat(option.effort().upstream()).isCloseTo(option.effort().refreshes(), within(1.0));
            assertThat(option.kept()).isEqualTo(1.0);
            assertThat(option.broken()).isNull();
            assertThat(option.worstLag()).isLessThanOrEqualTo(target);
        }
    }

    @Test
    void comparesUsualTargetsWithWhatIsInForce() {
        WhatIf whatIf = reckon("top");
        assertThat(whatIf.now().target()).isEqualTo(HOUR);
        assertThat(whatIf.now().how()).isEqualTo("just in time");
        assertThat(whatIf.options()).extracting(WhatIf.Option::target).contains(ONE, FIVE, FIFTEEN, Duration.ofDays(1));
        assertThat(whatIf.options())
                .extracting(option -> option.effort().refreshes())
                .isSortedAccordingTo((one, other) -> Double.compare(other, one));
        assertThat(whatIf.options().getFirst().extra()).isPositive();
        assertThat(whatIf.options().getLast().extra()).isNegative();
        assertThat(whatIf.whyAge()).isNull();
        assertThat(whatIf.options()).allSatisfy(option -> {
            assertThat(Objects.requireNonNull(option.cron()).effort().refreshes())
                    .isGreaterThan(option.effort().refreshes());
        });
    }

    @Test
    void goesByWhatRefreshesTook() {
        WhatIf whatIf = reckon("top", ONE);
        double typical = number("""
            SELECT sum(t.ms) FROM (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY duration_ms) AS ms
            FROM freshet.materialized_view_refreshes WHERE status = 'success' AND view_name IN ('base', 'top') GROUP BY view_name) t
            """);
        Effort effort = whatIf.options().getFirst().effort();
        assertThat((double) effort.typical().toMillis())
                .isCloseTo(effort.refreshes() * typical, within(effort.refreshes() * 5 + 50));
        assertThat(effort.most()).isGreaterThanOrEqualTo(effort.typical());
    }

    @Test
    void saysWhatRefreshesByAgeAndCountsThatWithoutAnyChange() {
        for (String view : List.of("ticking", "blind")) {
            WhatIf whatIf = reckon(view, HOUR, Duration.ofHours(2));
            assertThat(whatIf.whyAge()).contains(view.equals("ticking") ? "now()" : "unmarked");
            assertThat(whatIf.remarks().getFirst()).startsWith(view + " is refreshed by its age");
            assertThat(whatIf.options().get(0).effort().refreshes()).isCloseTo(24, within(1.0));
            assertThat(whatIf.options().get(1).effort().refreshes()).isCloseTo(12, within(1.0));
        }
    }

    @Test
    void costsNothingWhereNothingChanges() {
        WhatIf whatIf = reckon("quiet", ONE);
        assertThat(whatIf.options().getFirst().effort().refreshes()).isZero();
        assertThat(whatIf.options().getFirst().effort().typical()).isZero();
        assertThat(whatIf.remarks()).contains("No change of its sources is recorded yet");
    }

    @Test
    void replaysTheScheduleInForceAndDropsItForATarget() {
        WhatIf whatIf = reckon("left_one", FIFTEEN);
        assertThat(whatIf.now().how()).isEqualTo("*/15 * * * *");
        assertThat(whatIf.now().effort().refreshes()).isCloseTo(96, within(2.0));
        assertThat(whatIf.now().effort().beside()).isCloseTo(96, within(2.0));
        assertThat(whatIf.now().kept()).isEqualTo(1.0);
        assertThat(whatIf.options().getFirst().effort().refreshes())
                .isLessThan(80)
                .isPositive();
        assertThat(whatIf.options().getFirst().extra()).isNegative();
        assertThat(whatIf.remarks())
                .contains("A target takes the place of the schedule of group pair, for all its 2 views");

        WhatIf beside = reckon("right_one", Duration.ofDays(1));
        assertThat(beside.remarks()).contains("left_one of the same group keeps its promise, and is refreshed with it");
        assertThat(Objects.requireNonNull(beside.options().getFirst().cron()).schedule())
                .as("in time for left_one too")
                .isEqualTo("*/20 * * * *");

        WhatIf group = reckon("pair", FIFTEEN);
        assertThat(group.kind()).isEqualTo("group");
        assertThat(group.now().effort().refreshes()).isCloseTo(192, within(4.0));
        assertThat(group.options().getFirst().effort().beside()).isZero();
    }

    @Test
    void refusesWhatNothingIsKnownOf() {
        refused("nowhere", ErrorCode.VIEW_NOT_FOUND, "No view or group named nowhere is declared.");
        refused("absent", ErrorCode.REFUSED, "does not exist yet");
        refused("never", ErrorCode.REFUSED, "was never refreshed");
        assertThatExceptionOfType(FreshetException.class)
                .isThrownBy(() -> reckon("top", Duration.ofMillis(10)))
                .withMessageContaining("expected from 1s to 35d");
    }

    private void refused(String name, ErrorCode code, String message) {
        assertThatExceptionOfType(FreshetException.class)
                .isThrownBy(() -> reckon(name))
                .withMessageContaining(message)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private WhatIf reckon(String name, Duration... wanted) {
        return targets.node().freshet().viewControl().reckoner().reckon(name, List.of(wanted));
    }

    private double number(String sql) {
        return Double.parseDouble(String.valueOf(targets.node().database().sql().query(sql)));
    }
}
