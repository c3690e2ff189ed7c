// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security.oidc;

import dev.freshet.access.LoginControl;
import dev.freshet.access.ProvidedLogin;
import dev.freshet.access.ProvidedUser;
import dev.freshet.access.Role;
import dev.freshet.server.security.LocalPath;
import dev.freshet.server.security.SessionCookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Logs in through an OIDC provider. What goes wrong leads back to {@code /login?fault=…}. */
public final class OidcLogin {

    /** Where the way to the provider begins. */
    public static final String START = "/oauth2/authorization/" + OidcProvider.ID;

    private static final Logger LOG = LoggerFactory.getLogger(OidcLogin.class);
    private static final String FAULT = "/login?fault=";

    private final OidcOptions options;
    private final ProvidedLogin logins;
    private final SessionCookies cookies;
    private final OidcProvider provider;

    OidcLogin(OidcOptions options, ProvidedLogin logins, SessionCookies cookies) {
        this.options = options;
        this.logins = logins;
        this.cookies = cookies;
        provider = new OidcProvider(options);
    }

    /** Whether the provider answers. */
    public boolean isReachable() {
        return provider.find() != null;
    }

    /** Adds the way to the provider and back. */
    public void configure(HttpSecurity http) {
        DefaultOAuth2AuthorizationRequestResolver resolver =
                new DefaultOAuth2AuthorizationRequestResolver(provider, "/oauth2/authorization");
        resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        OidcRequestCookie cookie = new OidcRequestCookie(options.clientSecret());
        http.oauth2Login(login -> login.loginPage("/login")
                .clientRegistrationRepository(provider)
                .authorizedClientRepository(new NoClients())
                .authorizationEndpoint(endpoint ->
                        endpoint.authorizationRequestRepository(cookie).authorizationRequestResolver(resolver))
                .successHandler(this::letIn)
                .failureHandler(OidcLogin::refuse));
    }

    private void letIn(HttpServletRequest request, HttpServletResponse response, Authentication vouched) {
        OidcUser user = (OidcUser) Objects.requireNonNull(vouched.getPrincipal());
        Optional<Role> role = options.role(user.getClaims());
        if (role.isEmpty()) {
            LOG.info("{} of {} has no group that gives a role", user.getSubject(), options.issuer());
            LocalPath.redirect(response, FAULT + "no-role");
            return;
        }
        String subject = Objects.requireNonNull(user.getSubject());
        String name = firstOf(user.getPreferredUsername(), user.getEmail(), subject);
        ProvidedUser provided = new ProvidedUser(
                options.issuer(), subject, name, firstOf(user.getFullName(), name), user.getEmail(), role.get());
        Optional<LoginControl.LoggedIn> login =
                logins.login(provided, SessionCookies.origin(request), cookies.session(request));
        if (login.isEmpty()) {
            LocalPath.redirect(response, FAULT + "disabled");
            return;
        }
        cookies.give(request, response, login.get());
        LocalPath.redirect(response, OidcRequestCookie.next(request));
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException e) {
        LOG.info("A login through the OIDC provider failed: {}", e.getMessage());
        LocalPath.redirect(response, FAULT + "oidc");
    }

    private static String firstOf(@Nullable String... candidates) {
        for (@Nullable String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate;
            }
        }
        return "user";
    }
}
