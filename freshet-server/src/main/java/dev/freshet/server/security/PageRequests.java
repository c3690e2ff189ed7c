// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.ServletWebRequest;

/** Tells people who open a page from machines, and from pages that are open already. */
public final class PageRequests {

    /** Where the container leads requests that were refused. */
    public static final String ERROR_PAGE = "/error";

    /** What a page may load, and that no other site shows it in a frame. */
    public static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src"
        + " 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none';"
        + " frame-ancestors 'none'";

    private static final String VIEWER = PageRequests.class.getName() + ".viewer";
    private static final String CODE = PageRequests.class.getName() + ".code";
    private static final List<String> MACHINES =
            List.of("/api", "/schedule", "/metrics", "/health", "/assets", "/webjars");

    private PageRequests() {}

    /** Whether a page is wanted: asked for HTML, not by a script of an open page, and not where machines call. */
    public static boolean wantsPage(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        String path = asFirstAsked(request).getRequestURI();
        return accept != null
                && accept.contains(MediaType.TEXT_HTML_VALUE)
                && request.getHeader("HX-Request") == null
                && MACHINES.stream().noneMatch(machine -> path.equals(machine) || path.startsWith(machine + "/"));
    }

    /** Who asks, if anybody is logged in. */
    public static @Nullable Viewer viewer(HttpServletRequest request) {
        if (request.getAttribute(VIEWER) instanceof Viewer known) {
            return known;
        }
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        boolean nobody = authentication == null
                || authentication instanceof AnonymousAuthenticationToken
                || !authentication.isAuthenticated();
        return nobody ? null : ViewerResolver.viewer(new ServletWebRequest(request));
    }

    /** Keeps for the error page who asks, as the login of the request is forgotten when it is made, and why it was refused. */
    static void refused(HttpServletRequest request, String code) {
        request.setAttribute(VIEWER, viewer(request));
        request.setAttribute(CODE, code);
    }

    /** The stable code of why it was refused; empty where it was not. */
    public static String code(HttpServletRequest request) {
        return request.getAttribute(CODE) instanceof String code ? code : "";
    }

    /** The request with the address it came with, also where the container led it to the error page. */
    public static HttpServletRequest asFirstAsked(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String first) {
            return new HttpServletRequestWrapper(request) {
                @Override
                public String getRequestURI() {
                    return first;
                }
            };
        }
        return request;
    }
}
