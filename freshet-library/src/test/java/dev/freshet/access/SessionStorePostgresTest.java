// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionStorePostgresTest {

    private final AccessDatabase access = new AccessDatabase();
    private final UserAccount ann = access.user("ann", Role.OPERATOR);

    @AfterEach
    void drop() {
        access.close();
    }

    @Test
    void storesTheHashOfTheCookieOnly() {
        Secret secret = access.logIn(ann, AccessDatabase.HERE).session();
        assertThat(access.find(secret)).satisfies(found -> {
            assertThat(found).isNotNull();
            assertThat(found.userName()).isEqualTo("ann");
            assertThat(found.role()).isEqualTo(Role.OPERATOR);
        });
        assertThat(access.find(Secret.random())).isNull();
        assertThat(access.rows.query("SELECT string_agg(to_jsonb(s)::text, ' ') FROM freshet.session s"))
                .doesNotContain(secret.value());
        assertThat(secret.toString()).doesNotContain(secret.value());
    }

    @Test
    void endsASessionThatIsIdleTooLongAndOneThatIsTooOld() {
        Secret idle = access.logIn(ann, AccessDatabase.HERE).session();
        access.rows.execute(
                "UPDATE freshet.session SET last_seen_at = clock_timestamp() - interval '11 hours 59 minutes'");
        assertThat(access.find(idle)).isNotNull();
        access.rows.execute(
                "UPDATE freshet.session SET last_seen_at = clock_timestamp() - interval '12 hours 1 second'");
        assertThat(access.find(idle)).isNull();
        Secret old = access.logIn(ann, AccessDatabase.HERE).session();
        access.rows.execute("UPDATE freshet.session SET expires_at = clock_timestamp() - interval '1 second'");
        assertThat(access.find(old)).isNull();
    }

    @Test
    void askingWhetherASessionGoesOnDoesNotKeepItAlive() {
        Secret secret = access.logIn(ann, AccessDatabase.HERE).session();
        access.rows.execute("UPDATE freshet.session SET last_seen_at = clock_timestamp() - interval '2 minutes'");
        assertThat(access.isValid(secret)).isTrue();
        assertThat(fresh()).isZero();
        access.rows.execute("UPDATE freshet.session SET last_seen_at = clock_timestamp() - interval '13 hours'");
        assertThat(access.isValid(secret)).isFalse();
        assertThat(access.isValid(Secret.random())).isFalse();
    }

    @Test
    void notesARequestOnceAMinuteAtMost() {
        Secret secret = access.logIn(ann, AccessDatabase.HERE).session();
        access.rows.execute("UPDATE freshet.session SET last_seen_at = clock_timestamp() - interval '30 seconds'");
        access.find(secret);
        assertThat(fresh()).isZero();
        access.rows.execute("UPDATE freshet.session SET last_seen_at = clock_timestamp() - interval '61 seconds'");
        access.find(secret);
        assertThat(fresh()).isEqualTo(1);
    }

    @Test
    void aLoginReplacesTheSessionTheBrowserHad() {
        Secret first = access.logIn(ann, AccessDatabase.HERE).session();
        LoginAttempt.Admitted again = access.admitted("ann", AccessDatabase.HERE);
        Secret second =
                access.logins.succeed(again, ann, AccessDatabase.HERE, first).session();
        assertThat(access.find(first)).isNull();
        assertThat(access.find(second)).isNotNull();
    }

    @Test
    void anotherRoleAnotherPasswordAndDisablingEndEverySession() {
        Secret beforeRole = access.logIn(ann, AccessDatabase.HERE).session();
        access.users.changeRole(ann, Role.VIEWER, AccessDatabase.ADMIN);
        assertThat(access.find(beforeRole)).isNull();

        Secret beforePassword = access.logIn(ann, AccessDatabase.HERE).session();
        Secret rotated = access.users.changePassword(ann, "new hash", AccessDatabase.ADMIN, AccessDatabase.HERE);
        assertThat(access.find(beforePassword)).isNull();
        assertThat(access.find(rotated)).isNotNull();

        access.users.disable(ann, AccessDatabase.ADMIN);
        assertThat(access.find(rotated)).isNull();
    }

    @Test
    void endsOnesOwnSessionsOnly() {
        UserAccount bob = access.user("bob", Role.VIEWER);
        Secret secret = access.logIn(ann, AccessDatabase.HERE).session();
        UserSession session = Objects.requireNonNull(access.find(secret));
        assertThatThrownBy(() -> access.users.endSession(bob, session.id(), AccessDatabase.ADMIN))
                .hasMessageContaining("has no session");
        assertThat(access.find(secret)).isNotNull();
        access.users.endSession(ann, session.id(), AccessDatabase.ADMIN);
        assertThat(access.find(secret)).isNull();
    }

    @Test
    void deletesWhatEnded() {
        access.logIn(ann, AccessDatabase.HERE);
        access.rows.execute("UPDATE freshet.session SET expires_at = clock_timestamp() - interval '1 second'");
        access.rows.execute("UPDATE freshet.invitation SET used_at = clock_timestamp() - interval '31 days'");
        access.rows.execute("UPDATE freshet.login_attempt SET failed_at = clock_timestamp() - interval '2 days', "
                + "succeeded_at = succeeded_at - interval '91 days'");
        Secret open = access.logIn(ann, AccessDatabase.HERE).session();
        try (AccessPruner pruner = new AccessPruner(access.database, access.sessions)) {
            assertThat(pruner.prune()).isEqualTo(Duration.ofHours(1));
        }
        assertThat(access.find(open)).isNotNull();
        assertThat(access.rows.query("SELECT count(*) FROM freshet.session")).isEqualTo("1");
        assertThat(access.rows.query("SELECT count(*) FROM freshet.invitation")).isEqualTo("0");
        assertThat(access.rows.query(
                        "SELECT count(*) FROM freshet.login_attempt WHERE succeeded_at < clock_timestamp() -"
                                + " interval '90 days'"))
                .isEqualTo("0");
    }

    private long fresh() {
        return Long.parseLong(String.valueOf(
                access.rows.query("SELECT count(*) FROM freshet.session WHERE last_seen_at > clock_timestamp() -"
                        + " interval '10 seconds'")));
    }
}
