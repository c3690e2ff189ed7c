// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api;

import dev.freshet.audit.Actor;
import dev.freshet.job.Trigger;
import dev.freshet.server.security.CurrentSession;
import dev.freshet.server.security.Viewer;
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
            return new Actor(name, Viewer.DASHBOARD + " " + request.getRemoteAddr());
        }
        return new Actor(name, isCommandLine(request) ? "cli" : "api");
    }

    /** Why a run exists that this request asks for: a person's act is manual, a program's is not. */
    public static Trigger trigger(HttpServletRequest request) {
        return isCommandLine(request) ? Trigger.MANUAL : Trigger.API;
    }

    private static boolean isCommandLine(HttpServletRequest request) {
        String agent = request.getHeader("User-Agent");
        return agent != null && agent.startsWith(COMMAND_LINE);
    }
}
