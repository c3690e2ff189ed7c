// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api;

import dev.freshet.audit.Actor;
import dev.freshet.server.security.CurrentSession;
import dev.freshet.server.security.SessionCookies;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;

/** Who calls, for the audit trail. */
public final class Callers {

    /** How the command line introduces itself. */
    public static final String COMMAND_LINE = "freshet-cli";

    private Callers() {}

    public static Actor of(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        String name = principal == null ? "nobody" : principal.getName();
        if (CurrentSession.find(request).isPresent()) {
            return SessionCookies.origin(request).actor(name);
        }
        String agent = request.getHeader("User-Agent");
        boolean commandLine = agent != null && agent.startsWith(COMMAND_LINE);
        return new Actor(name, commandLine ? "cli" : "api");
    }
}
