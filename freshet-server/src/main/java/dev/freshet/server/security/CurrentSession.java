// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.Secret;
import dev.freshet.access.UserSession;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The session of the request at hand. */
public record CurrentSession(UserSession session, Secret secret) {

    private static final String ATTRIBUTE = CurrentSession.class.getName();
    private static final String ENDED = ATTRIBUTE + ".ended";

    /** Empty for requests that nobody logged in for, and for those with a bearer token. */
    public static Optional<CurrentSession> find(HttpServletRequest request) {
        return Optional.ofNullable(of(request));
    }

    static @Nullable CurrentSession of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof CurrentSession current ? current : null;
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The browser showed a session that is over. */
    static void noteEnd(HttpServletRequest request) {
        request.setAttribute(ENDED, true);
    }

    static boolean hasEnded(HttpServletRequest request) {
        return request.getAttribute(ENDED) != null;
    }
}
