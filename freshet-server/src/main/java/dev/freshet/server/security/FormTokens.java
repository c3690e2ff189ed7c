// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/**
 * What a change has to bring along, so that no other site can make the browser send it: derived from the session's secret,
 * hence stored nowhere; before anybody logged in, from a cookie of its own.
 */
final class FormTokens implements CsrfTokenRepository {

    private static final String HEADER = "X-CSRF-TOKEN";
    private static final String PARAMETER = "_csrf";
    private static final String PURPOSE = "csrf";
    private static final String GIVEN = FormTokens.class.getName();

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        Secret form = Secret.random();
        request.setAttribute(GIVEN, form);
        return token(form);
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        if (token != null && request.getAttribute(GIVEN) instanceof Secret form) {
            SessionCookies.giveForm(request, response, form);
        }
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        CurrentSession current = CurrentSession.of(request);
        Secret secret = current == null ? SessionCookies.form(request) : current.secret();
        return secret == null ? null : token(secret);
    }

    private static CsrfToken token(Secret secret) {
        return new DefaultCsrfToken(HEADER, PARAMETER, secret.derive(PURPOSE));
    }
}
