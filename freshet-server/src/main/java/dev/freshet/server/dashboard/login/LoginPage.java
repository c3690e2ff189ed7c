// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.login;

import dev.freshet.server.dashboard.Forms;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.security.CurrentSession;
import dev.freshet.server.security.LocalPath;
import dev.freshet.server.security.PasswordLogin;
import dev.freshet.server.security.oidc.OidcLogin;
import dev.freshet.server.text.Human;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** {@code /login} */
@Controller
class LoginPage {

    private static final String WRONG = "Name or password is wrong.";

    private final Pages pages;
    private final PasswordLogin logins;
    private final Optional<OidcLogin> oidc;

    LoginPage(Pages pages, PasswordLogin logins, Optional<OidcLogin> oidc) {
        this.pages = pages;
        this.logins = logins;
        this.oidc = oidc;
    }

    @GetMapping("/login")
    View show(
            @RequestParam @Nullable String next,
            @RequestParam @Nullable String ended,
            @RequestParam @Nullable String fault,
            CsrfToken csrf,
            HttpServletRequest request) {
        if (CurrentSession.find(request).isPresent()) {
            return Forms.goTo(LocalPath.of(next));
        }
        String notice = ended == null ? null : "Your session has ended. Log in again to go on where you were.";
        return form("", next, notice, fault == null ? null : LoginFault.text(fault), csrf);
    }

    @PostMapping("/login")
    View login(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String password,
            @RequestParam @Nullable String next,
            CsrfToken csrf,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (logins.login(name, password, request, response)) {
            case PasswordLogin.Outcome.Done done -> Forms.goTo(LocalPath.of(next));
            case PasswordLogin.Outcome.Wrong wrong -> {
                response.setStatus(HttpStatus.UNAUTHORIZED.value());
                yield form(name, next, null, WRONG, csrf);
            }
            case PasswordLogin.Outcome.Locked locked -> {
                Duration wait = Duration.ofSeconds(locked.retryAfter().toSeconds() + 1);
                response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
                response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds()));
                yield form(name, next, null, "Too many attempts. Try again in " + Human.duration(wait) + ".", csrf);
            }
        };
    }

    /** The way to the provider; says so where the provider does not answer. */
    @GetMapping("/login/oidc")
    View loginByProvider(@RequestParam @Nullable String next) {
        boolean reachable = oidc.filter(OidcLogin::isReachable).isPresent();
        return Forms.goTo(
                reachable
                        ? OidcLogin.START + "?next=" + URLEncoder.encode(LocalPath.of(next), StandardCharsets.UTF_8)
                        : "/login?fault=" + LoginFault.UNREACHABLE.id());
    }

    private View form(
            String name, @Nullable String next, @Nullable String notice, @Nullable String fault, CsrfToken csrf) {
        LoginForm form = new LoginForm(name, LocalPath.of(next), notice, fault, oidc.isPresent());
        return pages.bare("Log in", "login/login.jte", form, csrf.getToken());
    }
}
