// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.login;

import dev.freshet.access.LoginControl;
import dev.freshet.server.dashboard.Forms;
import dev.freshet.server.security.CurrentSession;
import dev.freshet.server.security.SessionCache;
import dev.freshet.server.security.SessionCookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** {@code /logout} */
@Controller
class LogoutPage {

    private final LoginControl logins;
    private final SessionCookies cookies;
    private final SessionCache sessions;

    LogoutPage(LoginControl logins, SessionCookies cookies, SessionCache sessions) {
        this.logins = logins;
        this.cookies = cookies;
        this.sessions = sessions;
    }

    @PostMapping("/logout")
    View logOut(HttpServletRequest request, HttpServletResponse response) {
        CurrentSession.find(request)
                .ifPresent(
                        current -> logins.logOut(current.secret(), current.session(), SessionCookies.origin(request)));
        sessions.clear();
        cookies.takeSession(request, response);
        return Forms.goTo("/login");
    }
}
