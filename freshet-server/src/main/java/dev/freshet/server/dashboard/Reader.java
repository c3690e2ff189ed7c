// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import dev.freshet.access.Role;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What the content of a page may depend on, beside its address.
 *
 * @param zone the viewer's, as the browser told
 * @param now the moment the content is rendered, on the database's clock
 */
public record Reader(Role role, ZoneId zone, Instant now) {

    public boolean isOperator() {
        return role.includes(Role.OPERATOR);
    }

    public boolean isAdministrator() {
        return role.includes(Role.ADMINISTRATOR);
    }
}
