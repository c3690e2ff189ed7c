// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.RefreshMode;
import dev.freshet.job.RunOutcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AutoRefreshPostgresTest {

    private final RefreshFixture fixture = new RefreshFixture().withPerUser();

    @AfterEach
    void dropDatabase() {
        fixture.close();
    }

    @Test
    void measuresWhatAConcurrentRefreshDeletedAndInserted() {
        fixture.define("per_user", RefreshMode.CONCURRENTLY);
        fixture.execute(
                "UPDATE event SET seconds = seconds + 1 WHERE user_id = 3; DELETE FROM event WHERE user_id = 4");
        assertThat(changedBy("per_user")).isEqualTo("3");
        assertThat(changedBy("per_user")).isEqualTo("0");
        fixture.define("per_user", RefreshMode.BLOCKING);
        assertThat(changedBy("per_user")).isEqualTo("not measured");
    }

    @Test
    void blocksOnceNearlyAllRowsChangedTwiceAndSaysWhy() {
        fixture.define("per_user", RefreshMode.AUTO, Duration.ofMinutes(1), 5);
        for (int i = 0; i < 2; i++) {
            fixture.execute("UPDATE event SET seconds = seconds + 1");
            assertThat(changedBy("per_user")).isEqualTo("10");
            assertThat(fixture.last("per_user").mode()).isEqualTo("concurrently");
        }
        fixture.execute("UPDATE event SET seconds = seconds + 1");
        assertThat(changedBy("per_user")).isEqualTo("not measured");
        assertThat(fixture.last("per_user").mode()).isEqualTo("blocking");
        assertThat(fixture.last("per_user").modeReason()).startsWith("of its rows, 100 % or more change each time");
    }

    private String changedBy(String view) {
        assertThat(fixture.refresh(view)).isInstanceOf(RunOutcome.Succeeded.class);
        return fixture.query(
                "SELECT coalesce(rows_changed::text, 'not measured') FROM freshet.materialized_view_refreshes"
                        + " ORDER BY id DESC LIMIT 1");
    }
}
