// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.Role;
import dev.freshet.access.TokenStore;
import dev.freshet.server.security.oidc.OidcLogin;
import jakarta.servlet.DispatcherType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two chains: what machines call takes bearer tokens and never a cookie, hence nothing another site could forge; what people
 * look at takes a session's cookie or a bearer token. No HTTP session of the servlet container anywhere.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfig {

    private static final String PERMISSIONS =
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    KnownRoutes knownRoutes(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        return new KnownRoutes(mappings);
    }

    @Bean
    @Order(1)
    SecurityFilterChain apiSecurity(HttpSecurity http, TokenStore tokens, ProblemWriter problems, KnownRoutes routes) {
        return plain(http)
                .securityMatcher("/api/**", "/metrics", "/schedule/**")
                .csrf(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentSecurityPolicy(
                                csp -> csp.policyDirectives("default-src 'none'; frame-ancestors 'none'"))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .addFilterBefore(new BearerTokenFilter(tokens, problems), AuthorizationFilter.class)
                .exceptionHandling(exceptions -> exceptions
                        .authenticationEntryPoint((request, response, e) -> {
                            response.setHeader("WWW-Authenticate", "Bearer");
                            problems.write(
                                    request,
                                    response,
                                    HttpStatus.UNAUTHORIZED,
                                    "unauthorized",
                                    "This call needs a token: send the header \"Authorization: Bearer <token>\"");
                        })
                        .accessDeniedHandler((request, response, e) -> {
                            boolean known = routes.has(request);
                            problems.write(
                                    request,
                                    response,
                                    known ? HttpStatus.FORBIDDEN : HttpStatus.NOT_FOUND,
                                    known ? "forbidden" : "not-found",
                                    known
                                            ? "The token's role does not allow this call; ask an administrator for one"
                                                    + " that does"
                                            : "There is nothing at " + request.getMethod() + " "
                                                    + request.getRequestURI()
                                                    + "; /api/openapi.json tells what there is");
                        }))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pageSecurity(
            HttpSecurity http,
            TokenStore tokens,
            SessionCache sessions,
            SessionCookies cookies,
            ProblemWriter problems,
            KnownRoutes routes,
            Optional<OidcLogin> oidc) {
        LoginEntry entry = new LoginEntry(problems, routes);
        plain(http)
                .csrf(csrf -> csrf.csrfTokenRepository(new FormTokens())
                        // Masked anew in each page, so that compression tells nothing of it.
                        .csrfTokenRequestHandler(new XorCsrfTokenRequestAttributeHandler())
                        .requireCsrfProtectionMatcher(request -> !LoginEntry.SAFE_METHODS.contains(request.getMethod())
                                && !BearerTokenFilter.hasCaller(request)))
                .headers(headers -> headers.contentSecurityPolicy(
                                csp -> csp.policyDirectives(PageRequests.CONTENT_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(permissions -> permissions.policy(PERMISSIONS)))
                .addFilterBefore(new BearerTokenFilter(tokens, problems), CsrfFilter.class)
                .addFilterAfter(new SessionFilter(sessions, cookies, problems), BearerTokenFilter.class)
                .addFilterAfter(new SameSiteFilter(problems), SessionFilter.class)
                .exceptionHandling(
                        exceptions -> exceptions.authenticationEntryPoint(entry).accessDeniedHandler(entry));
        oidc.ifPresent(login -> login.configure(http));
        return http.build();
    }

    private static HttpSecurity plain(HttpSecurity http) {
        return http.formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> {
                    // The second half of a request that was let in before.
                    requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                            .permitAll();
                    for (RouteRole route : RouteRole.TABLE) {
                        allow(requests.requestMatchers(route.method(), route.pattern()), route.role());
                        if (HttpMethod.GET.equals(route.method())) {
                            // Whoever may read a page may ask whether it is there.
                            allow(requests.requestMatchers(HttpMethod.HEAD, route.pattern()), route.role());
                        }
                    }
                    requests.anyRequest().denyAll();
                });
    }

    private static void allow(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizedUrl matched, @Nullable Role role) {
        if (role == null) {
            matched.permitAll();
        } else {
            matched.hasAuthority(role.id());
        }
    }
}
