// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvitationControlPostgresTest {

    private final AccessDatabase access = new AccessDatabase();

    @AfterEach
    void drop() {
        access.close();
    }

    @Test
    void makesOneAdministratorHoweverManyUseTheLinksAtOnce() throws Exception {
        Secret ofOneNode = access.invitations.inviteFirstAdministrator(null).orElseThrow();
        Secret ofAnother = access.invitations.inviteFirstAdministrator(null).orElseThrow();
        CountDownLatch together = new CountDownLatch(1);
        List<Future<Boolean>> tries = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                Secret key = i % 2 == 0 ? ofOneNode : ofAnother;
                String name = "admin" + i;
                tries.add(threads.submit(() -> {
                    together.await();
                    return accepts(key, name);
                }));
            }
            together.countDown();
        }
        int won = 0;
        for (Future<Boolean> attempt : tries) {
            won += attempt.get() ? 1 : 0;
        }
        assertThat(won).isEqualTo(1);
        assertThat(access.users.list())
                .singleElement()
                .satisfies(listed -> assertThat(listed.user().role()).isEqualTo(Role.ADMINISTRATOR));
        assertThat(access.invitations.inviteFirstAdministrator(null)).isEmpty();
    }

    @Test
    void aRestartReplacesTheLinkOfItsLastStart() {
        Secret first = access.invitations.inviteFirstAdministrator(null).orElseThrow();
        Secret second = access.invitations.inviteFirstAdministrator(first).orElseThrow();
        assertThat(access.invitations.findOpen(first)).isEmpty();
        assertThat(access.invitations.findOpen(second)).isPresent();
    }

    @Test
    void refusesLinksThatExpiredWereReplacedOrAreOfADisabledUser() {
        access.user("root", Role.ADMINISTRATOR);
        InvitationControl.Invited invited = access.invitations.invite(
                new NewUser("ann", "Ann", "ann@example.org", Role.VIEWER), AccessDatabase.ADMIN);
        UserAccount ann = invited.user();
        assertThat(ann.isInvited()).isTrue();
        Secret replaced = invited.key();
        Secret open = access.invitations
                .invitePasswordReset(ann, AccessDatabase.ADMIN)
                .key();
        assertThat(access.invitations.findOpen(replaced)).isEmpty();
        assertThat(access.invitations.findOpen(open)).isPresent();

        access.users.disable(ann, AccessDatabase.ADMIN);
        assertThat(access.invitations.findOpen(open)).isEmpty();
        access.users.enable(ann, AccessDatabase.ADMIN);
        access.rows.execute("UPDATE freshet.invitation SET expires_at = clock_timestamp() - interval '1 second'");
        assertThat(accepts(open, "")).isFalse();
    }

    @Test
    void aResetEndsTheSessionsAndTheLock() {
        UserAccount ann = access.user("ann", Role.VIEWER);
        Secret before = access.logIn(ann, AccessDatabase.HERE).session();
        for (int i = 0; i < 6; i++) {
            access.logins.begin("ann", AccessDatabase.ELSEWHERE);
        }
        Secret key = access.invitations
                .invitePasswordReset(ann, AccessDatabase.ADMIN)
                .key();
        Secret after = access.invitations
                .accept(key, "", "another hash", AccessDatabase.HERE, null)
                .session();
        assertThat(access.find(before)).isNull();
        assertThat(access.find(after)).isNotNull();
        assertThat(access.isLocked("ann", AccessDatabase.ELSEWHERE)).isFalse();
        assertThat(access.users.passwordHash(ann)).isEqualTo("another hash");
    }

    @Test
    void namesAreUniqueWithoutRegardToCase() {
        access.user("Ann", Role.VIEWER);
        assertThatThrownBy(() ->
                        access.invitations.invite(new NewUser("aNN", "", null, Role.VIEWER), AccessDatabase.ADMIN))
                .hasMessageContaining("There is a user \"aNN\" already");
        assertThatThrownBy(() -> new NewUser("with space", "", null, Role.VIEWER))
                .hasMessageContaining("is not usable");
    }

    @Test
    void keepsTheLastAdministrator() {
        UserAccount root = access.user("root", Role.ADMINISTRATOR);
        UserAccount ann = access.user("ann", Role.ADMINISTRATOR);
        access.users.disable(ann, AccessDatabase.ADMIN);
        assertThatThrownBy(() -> access.users.disable(root, AccessDatabase.ADMIN))
                .isInstanceOfSatisfying(
                        FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAST_ADMINISTRATOR));
        assertThatThrownBy(() -> access.users.changeRole(root, Role.VIEWER, AccessDatabase.ADMIN))
                .hasMessageContaining("only administrator");
        assertThat(access.auditedActions()).contains("invite", "set-password", "disable");
    }

    private boolean accepts(Secret key, String name) {
        try {
            access.invitations.accept(key, name, "hash", AccessDatabase.HERE, null);
            return true;
        } catch (FreshetException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.LINK_NOT_VALID);
            return false;
        }
    }
}
