// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.Role;
import dev.freshet.audit.Actor;

/**
 * Who looks at a page.
 *
 * @param name of the user or the token
 * @param csrfToken what a change has to bring along in header {@code X-CSRF-TOKEN} or parameter {@code _csrf}; empty where
 *     none is needed
 * @param address from where
 */
public record Viewer(String name, Role role, String csrfToken, String address) {

    /** Where acts of the dashboard come from, in the audit trail. */
    public static final String DASHBOARD = "dashboard";

    public Actor actor() {
        return new Actor(name, DASHBOARD + " " + address);
    }
}
