// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.ApiToken;
import dev.freshet.access.TokenSecret;
import dev.freshet.access.TokenStore;
import dev.freshet.error.FreshetException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who calls by the bearer token; the token's name is the actor of what the call does. */
final class BearerTokenFilter extends OncePerRequestFilter {

    private static final String PREFIX = "Bearer ";
    private static final String CALLER = BearerTokenFilter.class.getName();

    /** What starts a job or group: the only thing a token may do that names some. */
    private static final Pattern STARTING =
            Pattern.compile("(?:GET|POST) /schedule/([^/]+)/?|POST /api/jobs/([^/]+)/runs");

    private final TokenStore tokens;
    private final ProblemWriter problems;

    BearerTokenFilter(TokenStore tokens, ProblemWriter problems) {
        this.tokens = tokens;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        TokenSecret secret = secret(request);
        if (secret == null) {
            chain.doFilter(request, response);
            return;
        }
        Optional<ApiToken> token;
        try {
            token = tokens.findValid(secret);
        } catch (FreshetException e) {
            problems.write(
                    request,
                    response,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    e.code().id(),
                    "The token cannot be checked now: the database does not answer; try again soon");
            return;
        }
        if (token.isEmpty()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            problems.write(
                    request,
                    response,
                    HttpStatus.UNAUTHORIZED,
                    "invalid-token",
                    "The token is not known, has expired or was revoked");
            return;
        }
        if (token.get().isRestricted() && !startsAJobOf(token.get(), request)) {
            problems.write(
                    request,
                    response,
                    HttpStatus.FORBIDDEN,
                    "forbidden",
                    "This token may start " + String.join(", ", token.get().jobs()) + " and do nothing else");
            return;
        }
        request.setAttribute(CALLER, token.get());
        KnownCaller.is(token.get().name(), token.get().role());
        chain.doFilter(request, response);
    }

    static @Nullable TokenSecret secret(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return null;
        }
        return new TokenSecret(header.substring(PREFIX.length()).strip());
    }

    /** Whether a bearer token told who calls: then no other site sent the request, for it does not know the token. */
    static boolean hasCaller(HttpServletRequest request) {
        return caller(request) != null;
    }

    static @Nullable ApiToken caller(HttpServletRequest request) {
        return request.getAttribute(CALLER) instanceof ApiToken token ? token : null;
    }

    private static boolean startsAJobOf(ApiToken token, HttpServletRequest request) {
        Matcher started = STARTING.matcher(request.getMethod() + " " + request.getServletPath());
        return started.matches() && token.mayStart(Objects.requireNonNullElse(started.group(1), started.group(2)));
    }
}
