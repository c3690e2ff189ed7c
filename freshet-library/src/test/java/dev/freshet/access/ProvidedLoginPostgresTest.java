// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProvidedLoginPostgresTest {

    private final AccessDatabase access = new AccessDatabase();
    private final ProvidedLogin provided =
            new ProvidedLogin(access.database, access.audit, access.logins, access.sessions);

    @AfterEach
    void drop() {
        access.close();
    }

    @Test
    void neverTakesOverAnAccountOfTheSameName() {
        UserAccount local = access.user("ann", Role.ADMINISTRATOR);
        UserAccount theirs = login(user("ann", Role.VIEWER)).user();
        assertThat(theirs.id()).isNotEqualTo(local.id());
        assertThat(theirs.name()).startsWith("ann-");
        assertThat(theirs.role()).isEqualTo(Role.VIEWER);
        assertThat(login(user("renamed", Role.VIEWER)).user().id()).isEqualTo(theirs.id());
    }

    @Test
    void givesTheRoleOfTodayAndEndsTheSessionsOfYesterdays() {
        LoginControl.LoggedIn before = login(user("bob", Role.ADMINISTRATOR));
        LoginControl.LoggedIn after = login(user("bob", Role.VIEWER));
        assertThat(after.user().role()).isEqualTo(Role.VIEWER);
        assertThat(access.find(before.session())).isNull();
        assertThat(access.find(after.session())).isNotNull();
    }

    @Test
    void letsNobodyInWhoIsDisabledHere() {
        access.user("root", Role.ADMINISTRATOR);
        access.users.disable(login(user("eve", Role.OPERATOR)).user(), AccessDatabase.ADMIN);
        assertThat(provided.login(user("eve", Role.OPERATOR), AccessDatabase.HERE, null))
                .isEmpty();
    }

    @Test
    void makesAUsableNameOfAnyName() {
        assertThat(login(user("  (Jo van der Berg)  ", Role.VIEWER)).user().name())
                .isEqualTo("Jo-van-der-Berg");
    }

    private LoginControl.LoggedIn login(ProvidedUser user) {
        return provided.login(user, AccessDatabase.HERE, null).orElseThrow();
    }

    private static ProvidedUser user(String name, Role role) {
        return new ProvidedUser("https://id.example.org", "subject-1", name, name, null, role);
    }
}
