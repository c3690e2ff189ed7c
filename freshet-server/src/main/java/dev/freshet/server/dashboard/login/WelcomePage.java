// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.login;

import dev.freshet.access.Invitation;
import dev.freshet.access.InvitationControl;
import dev.freshet.access.NewUser;
import dev.freshet.access.Role;
import dev.freshet.access.Secret;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.server.dashboard.Forms;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.security.LocalPath;
import dev.freshet.server.security.Passwords;
import dev.freshet.server.security.SessionCache;
import dev.freshet.server.security.SessionCookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** {@code /welcome}: sets a password by a one-time link. */
@Controller
class WelcomePage {

    private static final String REFERRER_POLICY = "Referrer-Policy";
    private static final WelcomeForm OVER = new WelcomeForm("", null, "", null);

    private final Pages pages;
    private final InvitationControl invitations;
    private final Passwords passwords;
    private final SessionCookies cookies;
    private final SessionCache sessions;

    WelcomePage(
            Pages pages,
            InvitationControl invitations,
            Passwords passwords,
            SessionCookies cookies,
            SessionCache sessions) {
        this.pages = pages;
        this.invitations = invitations;
        this.passwords = passwords;
        this.cookies = cookies;
        this.sessions = sessions;
    }

    @GetMapping("/welcome")
    View show(@RequestParam(defaultValue = "") String key, CsrfToken csrf, HttpServletResponse response) {
        Optional<Invitation> open = invitations.findOpen(new Secret(key));
        return open.map(invitation ->
                        form(new WelcomeForm(key, invitation.userName(), "", null), csrf, HttpStatus.OK, response))
                .orElseGet(() -> form(OVER, csrf, HttpStatus.GONE, response));
    }

    @PostMapping("/welcome")
    View accept(
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String repeated,
            CsrfToken csrf,
            HttpServletRequest request,
            HttpServletResponse response) {
        Secret secret = new Secret(key);
        Invitation open = invitations.findOpen(secret).orElse(null);
        if (open == null) {
            return form(OVER, csrf, HttpStatus.GONE, response);
        }
        try {
            String user = open.userName() == null
                    ? new NewUser(name, name, null, Role.ADMINISTRATOR).name()
                    : open.userName();
            if (!password.equals(repeated)) {
                throw new FreshetException(
                        ErrorCode.WEAK_PASSWORD, "The two passwords differ; type the same one twice");
            }
            String hash = passwords.hashChecked(password, user);
            cookies.give(
                    request,
                    response,
                    invitations.accept(secret, user, hash, SessionCookies.origin(request), cookies.session(request)));
            sessions.clear();
            return Forms.goTo(LocalPath.HOME);
        } catch (FreshetException e) {
            return switch (e.code()) {
                case LINK_NOT_VALID -> form(OVER, csrf, HttpStatus.GONE, response);
                case WEAK_PASSWORD, INVALID_ARGUMENT, USER_EXISTS ->
                    form(
                            new WelcomeForm(key, open.userName(), name, e.getMessage()),
                            csrf,
                            HttpStatus.BAD_REQUEST,
                            response);
                default -> throw e;
            };
        }
    }

    private View form(WelcomeForm form, CsrfToken csrf, HttpStatus status, HttpServletResponse response) {
        response.setStatus(status.value());
        // The address holds the key.
        response.setHeader(REFERRER_POLICY, "no-referrer");
        return pages.bare("Welcome", "login/welcome.jte", form, csrf.getToken());
    }
}
