// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api;

import dev.freshet.audit.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;

/** Who calls, for the audit trail. */
public final class Callers {

    /** How the command line introduces itself. */
    public static final String COMMAND_LINE = "freshet-cli";

    private Callers() {}

    public static Actor of(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        String agent = request.getHeader("User-Agent");
        boolean commandLine = agent != null && agent.startsWith(COMMAND_LINE);
        return new Actor(principal == null ? "nobody" : principal.getName(), commandLine ? "cli" : "api");
    }
}
