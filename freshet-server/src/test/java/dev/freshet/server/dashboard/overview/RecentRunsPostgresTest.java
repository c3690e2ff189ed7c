// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.overview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.Freshet;
import dev.freshet.job.RunSpan;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentRunsPostgresTest {

    private static final Set<String> JOBS = Set.of("mail", "settle");
    private static final int LIMIT = 20;

    @TempDir
    Path home;

    @Test
    void knowsAtEveryMomentWhatWholeHistoryWouldTell() {
        try (RunningServer server = RunningServer.start(home)) {
            Freshet freshet = server.server().freshet();
            RecentRuns remembering = new RecentRuns(freshet.runs(), LIMIT);
            Instant now = freshet.clock().instant();
            for (int minute = 0; minute < 30; minute++) {
                Instant at = now.minus(Duration.ofMinutes(30 - minute));
                // One that ends at once, one that a later round ends, one of a job that nobody asked for.
                insert(server, "mail", at, at.plusSeconds(5), minute % 7 == 0 ? "failed" : "succeeded");
                insert(server, "settle", at, null, "running");
                insert(server, "other", at, at.plusSeconds(1), "succeeded");
                server.database().execute("""
                    UPDATE freshet.run SET state = 'succeeded', history = 'succeeded', ended_at = '%s'
                    WHERE job = 'settle' AND state = 'running' AND started_at < '%s'
                    """.formatted(at, at));

                Instant since = at.minus(Duration.ofMinutes(25));
                assertThat(read(freshet, remembering, since, at))
                        .isEqualTo(read(freshet, new RecentRuns(freshet.runs(), LIMIT), since, at));
            }
            assertThat(read(freshet, remembering, now.minus(Duration.ofHours(1)), now))
                    .containsOnlyKeys("mail", "settle")
                    .allSatisfy((job, runs) -> assertThat(runs).hasSizeLessThanOrEqualTo(LIMIT));
        }
    }

    private static Map<String, List<RunSpan>> read(Freshet freshet, RecentRuns runs, Instant since, Instant now) {
        return freshet.database().call(session -> runs.read(session, JOBS, since, now));
    }

    private static void insert(RunningServer server, String job, Instant start, @Nullable Instant end, String state) {
        String history = state.equals("running") ? "active" : state;
        server.database()
                .execute("""
                    INSERT INTO freshet.run (job, state, history, trigger, actor, queued_at, started_at, ended_at, exclusive)
                    VALUES ('%s', '%s', '%s', 'schedule', 'schedule', '%s', '%s', %s, false)
                    """.formatted(job, state, history, start, start, end == null ? "NULL" : "'" + end + "'"));
    }
}
