// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.FreshnessJson;
import dev.freshet.definition.FreshnessPromise;
import dev.freshet.definition.PromiseWindow;
import dev.freshet.testing.FreshetDatabase;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a promise says in Java, it says in SQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromisePostgresTest {

    private static final List<String> ZONES = List.of(
            "UTC",
            "Z",
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "+05:30",
            "-03:30",
            "UTC+02:00");
    private static final List<String> AROUND =
            List.of("2026-03-27T00:00:00Z", "2026-10-23T00:00:00Z", "2026-04-03T00:00:00Z", "2026-11-01T00:00:00Z");

    private final FreshetDatabase database = FreshetDatabase.create();

    @AfterAll
    void drop() {
        database.close();
    }

    @Test
    void saysTheSameInJavaAndInSqlAtAnyMoment() {
        Random random = new Random(20261121);
        for (int i = 0; i < 60; i++) {
            FreshnessPromise promise = promise(random);
            Instant base = Instant.parse(AROUND.get(random.nextInt(AROUND.size())));
            List<Instant> moments = new ArrayList<>();
            for (int j = 0; j < 200; j++) {
                moments.add(base.plusSeconds(random.nextInt(5 * 86_400)));
            }
            List<Long> expected = moments.stream()
                    .map(promise::slaAt)
                    .map(sla -> sla == null ? -1 : sla.toSeconds())
                    .toList();
            assertThat(ask(promise, moments)).as(FreshnessJson.toJson(promise)).isEqualTo(expected);
        }
    }

    @Test
    void readsAPromiseWithoutWindows() {
        assertThat(ask(FreshnessPromise.of(Duration.ofMinutes(90)), List.of(Instant.EPOCH)))
                .containsExactly(5_400L);
        assertThat(ask(FreshnessPromise.of(Duration.ofDays(3)), List.of(Instant.EPOCH)))
                .containsExactly(259_200L);
    }

    @Test
    void isAsStrictAsAnyOfItsPartsWhereTheServerDoesNotKnowItsZone() {
        String promise = """
            {"target": "1h", "time-zone": "Mars/Olympus", "windows": [{"days": ["mon"], "from": "08:00", "to": "09:00", "target": "5m"}]}
            """;
        assertThat(database.sql().query("SELECT freshet.promised_at('" + promise + "', now())"))
                .isEqualTo("00:05:00");
    }

    @Test
    void readsThePromiseOfADefinition() {
        assertThat(database.sql().query("SELECT freshet.sla_at('{\"freshness\": \"15m\"}', now())"))
                .isEqualTo("00:15:00");
        assertThat(database.sql().query("SELECT freshet.sla_at('{\"name\": \"v\"}', now())"))
                .isNull();
    }

    private List<Long> ask(FreshnessPromise promise, List<Instant> moments) {
        return database.database()
                .call(session -> session.query("""
                    SELECT coalesce(extract(epoch FROM freshet.promised_at(:promise::jsonb, m::timestamptz)), -1)::bigint AS sla
                    FROM unnest(:moments::text[]) WITH ORDINALITY t (m, n) ORDER BY n
                    """)
                        .bind("promise", FreshnessJson.toJson(promise))
                        .bind("moments", moments.stream().map(Instant::toString).toList())
                        .list(row -> row.number("sla")));
    }

    private static FreshnessPromise promise(Random random) {
        List<PromiseWindow> windows = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)));
            while (random.nextBoolean()) {
                days.add(DayOfWeek.of(1 + random.nextInt(7)));
            }
            windows.add(new PromiseWindow(
                    days,
                    LocalTime.ofSecondOfDay(60L * random.nextInt(1440)),
                    LocalTime.ofSecondOfDay(60L * random.nextInt(1440)),
                    Duration.ofSeconds(1 + random.nextInt(100_000))));
        }
        Duration target = random.nextInt(3) == 0 ? null : Duration.ofSeconds(1 + random.nextInt(100_000));
        return new FreshnessPromise(target, ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))), windows);
    }
}
