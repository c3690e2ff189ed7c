// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.access.InvitationControl;
import dev.freshet.access.Secret;
import java.util.Optional;

/** The one-time link that makes the first administrator: shown at each start until there is one. */
final class WelcomeLink {

    private static final String PATH = "/welcome?key=";

    private WelcomeLink() {}

    /** A new link in place of the last start's; empty, and the file gone, when there is an administrator. */
    static Optional<String> renew(InvitationControl invitations, HomeFolder home, String address) {
        Secret earlier = home.welcomeLink()
                .map(link -> new Secret(link.substring(link.indexOf('=') + 1)))
                .orElse(null);
        Optional<String> link = invitations.inviteFirstAdministrator(earlier).map(key -> address + PATH + key.value());
        link.ifPresentOrElse(home::writeWelcomeLink, home::removeWelcomeLink);
        return link;
    }
}
