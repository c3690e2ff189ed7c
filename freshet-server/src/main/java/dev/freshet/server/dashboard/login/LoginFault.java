// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.login;

import java.util.Arrays;
import java.util.Locale;

/** Why a login through the provider did not work, as the address of the login names it. */
enum LoginFault {
    OIDC("The login through your organisation did not work. Try again; if it fails again, an administrator finds the "
            + "reason in Freshet's log."),
    UNREACHABLE("The login of your organisation does not answer now. Try again later, or log in with a password."),
    NO_ROLE("You are known, but none of your groups gives you a role in Freshet. Ask an administrator for one."),
    DISABLED("Your account is disabled in Freshet. Ask an administrator to enable it.");

    private final String text;

    LoginFault(String text) {
        this.text = text;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Only ever one of ours: anybody can write an address. */
    static String text(String id) {
        return Arrays.stream(values())
                .filter(fault -> fault.id().equals(id))
                .findFirst()
                .orElse(OIDC)
                .text;
    }
}
