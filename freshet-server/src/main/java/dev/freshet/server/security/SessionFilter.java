// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.Secret;
import dev.freshet.access.UserSession;
import dev.freshet.error.FreshetException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who calls by the session's cookie, unless a bearer token told already. */
final class SessionFilter extends OncePerRequestFilter {

    private final SessionCache sessions;
    private final SessionCookies cookies;
    private final ProblemWriter problems;

    SessionFilter(SessionCache sessions, SessionCookies cookies, ProblemWriter problems) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Secret secret = cookies.session(request);
        if (secret == null || BearerTokenFilter.hasCaller(request)) {
            chain.doFilter(request, response);
            return;
        }
        Optional<UserSession> found;
        try {
            found = sessions.find(secret);
        } catch (FreshetException e) {
            problems.write(
                    request,
                    response,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    e.code().id(),
                    "The session cannot be checked now: the database does not answer; try again soon");
            return;
        }
        if (found.isPresent()) {
            UserSession session = found.get();
            new CurrentSession(session, secret).attachTo(request);
            KnownCaller.is(session.userName(), session.role());
        } else {
            CurrentSession.noteEnd(request);
        }
        chain.doFilter(request, response);
    }
}
