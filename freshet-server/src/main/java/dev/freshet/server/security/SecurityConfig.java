// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.TokenStore;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import tools.jackson.databind.json.JsonMapper;

/** Bearer tokens for everything but health; no session, no cookie, hence no CSRF token. */
@Configuration(proxyBeanMethods = false)
class SecurityConfig {

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    SecurityFilterChain apiSecurity(HttpSecurity http, TokenStore tokens, ProblemWriter problems) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(
                                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
                                        + " data:; font-src 'self'; connect-src 'self'; form-action 'self';"
                                        + " base-uri 'none'; frame-ancestors 'none'"))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .addFilterBefore(new BearerTokenFilter(tokens, problems), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> {
                    // The second half of a request that was let in before.
                    requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                            .permitAll();
                    for (RouteRole route : RouteRole.TABLE) {
                        var matched = requests.requestMatchers(route.method(), route.pattern());
                        if (route.role() == null) {
                            matched.permitAll();
                        } else {
                            matched.hasAuthority(route.role().id());
                        }
                    }
                    requests.anyRequest().denyAll();
                })
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
                        .accessDeniedHandler((request, response, e) -> problems.write(
                                request,
                                response,
                                HttpStatus.FORBIDDEN,
                                "forbidden",
                                "The token's role does not allow this call; ask an administrator for one that does")))
                .build();
    }
}
