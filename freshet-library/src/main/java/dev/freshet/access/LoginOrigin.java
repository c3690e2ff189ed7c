// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import dev.freshet.audit.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Where a login comes from.
 *
 * @param device the secret that a device got when its user logged in before, or null
 */
public record LoginOrigin(
        String remoteAddress, String userAgent, @Nullable Secret device) {

    private static final int LONGEST_USER_AGENT = 300;

    public LoginOrigin {
        if (userAgent.length() > LONGEST_USER_AGENT) {
            userAgent = userAgent.substring(0, LONGEST_USER_AGENT);
        }
    }

    /** A user at this place, for the audit trail. */
    public Actor actor(String name) {
        return new Actor(name, "dashboard " + remoteAddress);
    }
}
