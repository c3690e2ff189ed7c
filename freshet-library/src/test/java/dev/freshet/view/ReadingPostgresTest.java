// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.job.RunOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Refreshes, the service's and the procedure's, record with which snapshot they read what. */
class ReadingPostgresTest {

    private static final String PENDING =
            "SELECT measured || ' ' || coalesce(pending_source, 'nothing') FROM freshet.view_lag WHERE view_name ="
                    + " 'per_user'";

    private final RefreshFixture fixture = new RefreshFixture().withPerUser();

    @BeforeEach
    void markTheTable() {
        fixture.execute("""
            SELECT freshet.install_marks('event', ARRAY['event'::regclass::oid]);
            INSERT INTO freshet.source (oid, name, kind, relations, tracked_since)
            SELECT oid, 'event', 'table', ARRAY[oid], pg_current_xact_id() FROM pg_class WHERE oid = 'event'::regclass
            """);
    }

    @AfterEach
    void dropDatabase() {
        fixture.close();
    }

    @Test
    void countWhenTheServiceSucceeds() {
        fixture.refresh("per_user");
        assertThat(fixture.query(PENDING)).isEqualTo("changes nothing");
        fixture.execute("DELETE FROM event WHERE user_id = 3");
        assertThat(fixture.query(PENDING)).isEqualTo("changes event");
        fixture.refresh("per_user");
        assertThat(fixture.query(PENDING)).isEqualTo("changes nothing");
        assertThat(fixture.query("SELECT bool_and(s.read_at = r.as_of) FROM freshet.view_state s"
                        + " JOIN freshet.materialized_view_refreshes r ON r.id = s.refresh_id"))
                .isEqualTo("t");
    }

    @Test
    void doNotCountWhenTheRefreshFails() {
        fixture.execute("CREATE MATERIALIZED VIEW shares AS SELECT id, 1 / seconds AS share FROM event");
        fixture.refresh("shares");
        fixture.execute("UPDATE event SET seconds = 0 WHERE id = 1");
        assertThat(fixture.refresh("shares")).isInstanceOf(RunOutcome.Failed.class);
        assertThat(fixture.query(PENDING.replace("per_user", "shares"))).isEqualTo("changes event");
        assertThat(fixture.query("SELECT count(*) FROM freshet.view_state WHERE NOT in_force"))
                .isEqualTo("0");
    }

    @Test
    void countWhenTheProcedureSucceedsWhateverTheDefaultIsolation() {
        fixture.deployGroup("audience", "per_user", "auto");
        fixture.execute("ALTER DATABASE \"" + fixture.freshet().sql().name()
                + "\" SET default_transaction_isolation = 'repeatable read'");
        fixture.execute("DELETE FROM event WHERE user_id = 3");
        assertThat(fixture.callProcedure("audience").join()).isEqualTo("done");
        assertThat(fixture.query(PENDING)).isEqualTo("changes nothing");
        assertThat(fixture.query("SELECT count(*) FROM per_user WHERE user_id = 3"))
                .isEqualTo("0");
    }
}
