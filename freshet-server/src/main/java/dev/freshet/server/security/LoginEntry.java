// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** What becomes of requests to the dashboard that are not let in: people are led to the login, everything else is told. */
final class LoginEntry implements AuthenticationEntryPoint, AccessDeniedHandler {

    static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private static final String HX_REQUEST = "HX-Request";
    private static final String HX_REDIRECT = "HX-Redirect";
    private static final String HX_CURRENT_URL = "HX-Current-URL";
    private static final Set<String> OPEN = Set.of("/login", "/welcome");

    private final ProblemWriter problems;
    private final KnownRoutes routes;

    LoginEntry(ProblemWriter problems, KnownRoutes routes) {
        this.problems = problems;
        this.routes = routes;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        askToLogIn(request, response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        boolean nobody = CurrentSession.of(request) == null && !BearerTokenFilter.hasCaller(request);
        if (nobody && !OPEN.contains(request.getRequestURI())) {
            askToLogIn(request, response);
        } else if (e instanceof CsrfException) {
            problems.write(
                    request,
                    response,
                    HttpStatus.FORBIDDEN,
                    "csrf",
                    "This page is too old, or another site sent the request; load the page again and repeat it");
        } else if (!routes.has(request)) {
            problems.write(
                    request,
                    response,
                    HttpStatus.NOT_FOUND,
                    "not-found",
                    "There is no page at " + request.getRequestURI() + ".");
        } else {
            problems.write(
                    request,
                    response,
                    HttpStatus.FORBIDDEN,
                    "forbidden",
                    "Your role does not allow this; ask an administrator for one that does");
        }
    }

    private void askToLogIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (PageRequests.wantsPage(request) && SAFE_METHODS.contains(request.getMethod())) {
            response.setStatus(HttpServletResponse.SC_FOUND);
            response.setHeader(HttpHeaders.LOCATION, login(request, pathOf(request)));
            return;
        }
        if (request.getHeader(HX_REQUEST) != null) {
            response.setHeader(HX_REDIRECT, login(request, pathOf(request.getHeader(HX_CURRENT_URL))));
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        problems.write(
                request,
                response,
                HttpStatus.UNAUTHORIZED,
                "unauthorized",
                "Log in at /login first, or send the header \"Authorization: Bearer <token>\"");
    }

    private static String login(HttpServletRequest request, @Nullable String path) {
        String next = LocalPath.of(path);
        String ended = CurrentSession.hasEnded(request) ? "ended&" : "";
        return next.equals(LocalPath.HOME)
                ? "/login" + (ended.isEmpty() ? "" : "?ended")
                : "/login?" + ended + "next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    private static String pathOf(HttpServletRequest request) {
        String query = request.getQueryString();
        return request.getRequestURI() + (query == null ? "" : "?" + query);
    }

    private static @Nullable String pathOf(@Nullable String url) {
        try {
            URI uri = new URI(url == null ? "" : url);
            return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
