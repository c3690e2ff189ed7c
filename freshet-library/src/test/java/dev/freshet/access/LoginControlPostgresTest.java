// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginControlPostgresTest {

    private final AccessDatabase access = new AccessDatabase();
    private final UserAccount ann = access.user("ann", Role.ADMINISTRATOR);

    @AfterEach
    void drop() {
        access.close();
    }

    @Test
    void refusesAfterFiveFailuresAndLongerWithEachFurtherOne() {
        fail("ann", AccessDatabase.ELSEWHERE, 5);
        assertThat(secondsLocked("ann", AccessDatabase.ELSEWHERE)).isBetween(1L, 15L);
        unlockClock();
        fail("ann", AccessDatabase.ELSEWHERE, 1);
        assertThat(secondsLocked("ann", AccessDatabase.ELSEWHERE)).isBetween(16L, 30L);
        for (int i = 0; i < 10; i++) {
            unlockClock();
            fail("ann", AccessDatabase.ELSEWHERE, 1);
        }
        assertThat(secondsLocked("ann", AccessDatabase.ELSEWHERE)).isBetween(16L * 50, 15L * 60);
    }

    @Test
    void treatsANameThatDoesNotExistAlikeAndWritesItDownNowhere() {
        fail("hunter2 is my password", AccessDatabase.ELSEWHERE, 5);
        assertThat(access.isLocked("HUNTER2 is my password", AccessDatabase.ELSEWHERE))
                .isTrue();
        assertThat(access.rows.query("SELECT string_agg(to_jsonb(a)::text, ' ') FROM freshet.login_attempt a"))
                .doesNotContainIgnoringCase("hunter2");
        assertThat(access.rows.query("SELECT string_agg(to_jsonb(a)::text, ' ') FROM freshet.audit a"))
                .doesNotContainIgnoringCase("hunter2");
    }

    @Test
    void countsAttemptsThatComeAtOnceLikeThoseInARow() throws Exception {
        List<Future<Boolean>> tries = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                tries.add(threads.submit(
                        () -> access.logins.begin("ann", AccessDatabase.ELSEWHERE) instanceof LoginAttempt.Admitted));
            }
        }
        int admitted = 0;
        for (Future<Boolean> attempt : tries) {
            admitted += attempt.get() ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(5);
    }

    @Test
    void whoeverGuessesElsewhereCannotLockOutAKnownDevice() {
        LoginControl.LoggedIn before = access.logIn(ann, AccessDatabase.HERE);
        for (int i = 0; i < 30; i++) {
            access.logins.begin("ann", new LoginOrigin("203.0.113." + i, "botnet", null));
        }
        assertThat(access.isLocked("ann", new LoginOrigin("192.0.2.77", "new device", null)))
                .isTrue();
        LoginOrigin known = new LoginOrigin("192.0.2.77", "old device", before.device());
        assertThat(access.isLocked("ann", known)).isFalse();
        assertThat(access.find(before.session())).isNotNull();
    }

    @Test
    void aDeviceIsKnownToTheAccountThatLoggedInWithItOnly() {
        UserAccount bob = access.user("bob", Role.VIEWER);
        LoginControl.LoggedIn bobs = access.logIn(bob, AccessDatabase.HERE);
        LoginOrigin bobsDevice = new LoginOrigin("198.51.100.7", "bob", bobs.device());
        fail("ann", AccessDatabase.ELSEWHERE, 5);
        assertThat(access.isLocked("ann", bobsDevice)).isTrue();
    }

    @Test
    void aRightPasswordForgetsTheFailuresAndSoDoesAnAdministrator() {
        fail("ann", AccessDatabase.HERE, 4);
        access.logIn(ann, AccessDatabase.HERE);
        fail("ann", AccessDatabase.HERE, 4);
        assertThat(access.isLocked("ann", AccessDatabase.HERE)).isFalse();
        assertThat(access.isLocked("ann", AccessDatabase.HERE)).isTrue();
        assertThat(access.users.list())
                .filteredOn(listed -> listed.user().name().equals("ann"))
                .allSatisfy(listed -> assertThat(listed.lockedUntil()).isNotNull());
        access.users.unlock(ann, AccessDatabase.ADMIN);
        assertThat(access.isLocked("ann", AccessDatabase.HERE)).isFalse();
    }

    @Test
    void takesThirtyLoginsFromAnAddressAndThenOneEverySixSeconds() {
        for (int i = 0; i < 30; i++) {
            assertThat(access.isLocked("name" + i, AccessDatabase.ELSEWHERE)).isFalse();
        }
        assertThat(access.isLocked("one more", AccessDatabase.ELSEWHERE)).isTrue();
        assertThat(access.isLocked("one more", AccessDatabase.HERE)).isFalse();
        access.rows.execute(
                "UPDATE freshet.login_attempt SET failed_at = failed_at - interval '7 seconds' WHERE account = ''");
        assertThat(access.isLocked("one more", AccessDatabase.ELSEWHERE)).isFalse();
        assertThat(access.isLocked("and another", AccessDatabase.ELSEWHERE)).isTrue();
    }

    @Test
    void auditsTheFirstFailureTheLockAndEachTenth() {
        for (int i = 0; i < 12; i++) {
            access.logins.fail(access.admitted("ann", AccessDatabase.HERE), ann, AccessDatabase.HERE);
            unlockClock();
        }
        assertThat(access.auditedActions().stream().filter(action -> action.startsWith("login-")))
                .containsExactly("login-locked", "login-locked", "login-failed");
    }

    private void fail(String name, LoginOrigin origin, int times) {
        for (int i = 0; i < times; i++) {
            access.logins.fail(access.admitted(name, origin), null, origin);
        }
    }

    private long secondsLocked(String name, LoginOrigin origin) {
        LoginAttempt attempt = access.logins.begin(name, origin);
        assertThat(attempt).isInstanceOf(LoginAttempt.Refused.class);
        return ((LoginAttempt.Refused) attempt).retryAfter().toSeconds() + 1;
    }

    /** As if the time had passed. */
    private void unlockClock() {
        access.rows.execute("UPDATE freshet.login_attempt SET locked_until = NULL WHERE locked_until IS NOT NULL");
    }
}
