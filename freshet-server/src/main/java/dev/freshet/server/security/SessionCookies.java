// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.LoginControl;
import dev.freshet.access.LoginOrigin;
import dev.freshet.access.Secret;
import dev.freshet.access.SessionPolicy;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The cookies: a session's, a device's, and what forms bring along before anybody logged in. */
public final class SessionCookies {

    public static final String SESSION = "freshet-session";
    private static final String DEVICE = "freshet-device";
    private static final String FORM = "freshet-form";
    private static final Duration LIFE_OF_DEVICE = Duration.ofDays(90);
    private static final int LONGEST_VALUE = 100;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final SessionPolicy policy;

    SessionCookies(SessionPolicy policy) {
        this.policy = policy;
    }

    /** Gives the browser its session; it remembers the device beyond it. */
    public void give(HttpServletRequest request, HttpServletResponse response, LoginControl.LoggedIn login) {
        giveSession(request, response, login.session());
        add(request, response, DEVICE, login.device().value(), LIFE_OF_DEVICE);
        add(request, response, FORM, "", Duration.ZERO);
    }

    /** Gives the browser another secret of its session. */
    public void giveSession(HttpServletRequest request, HttpServletResponse response, Secret session) {
        add(request, response, SESSION, session.value(), policy.longest());
    }

    /** Takes the session away, the device's not. */
    public void takeSession(HttpServletRequest request, HttpServletResponse response) {
        add(request, response, SESSION, "", Duration.ZERO);
    }

    public @Nullable Secret session(HttpServletRequest request) {
        return secret(request, SESSION);
    }

    /** Where a login comes from, with the device that the browser remembers. */
    public static LoginOrigin origin(HttpServletRequest request) {
        return new LoginOrigin(
                request.getRemoteAddr(),
                Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), ""),
                secret(request, DEVICE));
    }

    static @Nullable Secret form(HttpServletRequest request) {
        return secret(request, FORM);
    }

    static void giveForm(HttpServletRequest request, HttpServletResponse response, Secret form) {
        add(request, response, FORM, form.value(), null);
    }

    /** A cookie of ours that is gone with the browser's session (null) or after a while (zero: now). */
    public static void add(
            HttpServletRequest request,
            HttpServletResponse response,
            String name,
            String value,
            @Nullable Duration life) {
        ResponseCookie.ResponseCookieBuilder cookie = ResponseCookie.from(nameIn(request, name), value)
                .httpOnly(true)
                // Not Strict: the way back from an OIDC provider would lose it.
                .sameSite("Lax")
                .path("/")
                .secure(request.isSecure());
        if (life != null) {
            cookie.maxAge(life);
        }
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.build().toString());
    }

    /** The value of a cookie of ours, or null. */
    public static @Nullable String value(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(nameIn(request, name))) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }

    private static @Nullable Secret secret(HttpServletRequest request, String name) {
        String value = value(request, name);
        return value == null || value.isEmpty() || value.length() > LONGEST_VALUE ? null : new Secret(value);
    }

    /** With the prefix, browsers take it from this host over TLS only. */
    private static String nameIn(HttpServletRequest request, String name) {
        String ofPort = nameOn(request.getServerPort(), name);
        return request.isSecure() ? "__Host-" + ofPort : ofPort;
    }

    /** Browsers keep cookies by host, not by port: a login at one service must not end the one at its neighbour. */
    public static String nameOn(int port, String name) {
        return port == HTTP || port == HTTPS ? name : name + "-" + port;
    }
}
