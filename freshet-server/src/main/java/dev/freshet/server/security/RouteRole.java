// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.Role;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * A row of the table that says which role a route needs; the first row that fits counts.
 *
 * @param method or null for any
 * @param role or null where nobody needs to log in
 */
public record RouteRole(
        @Nullable HttpMethod method,
        String pattern,
        @Nullable Role role) {

    /** Every request fits some row: the last one takes what no other does. */
    public static final List<RouteRole> TABLE = List.of(
            open(HttpMethod.GET, "/health/**"),
            open(HttpMethod.GET, "/assets/**"),
            open(HttpMethod.GET, "/webjars/**"),
            open(HttpMethod.GET, "/login"),
            open(HttpMethod.POST, "/login"),
            open(HttpMethod.GET, "/login/oidc"),
            open(HttpMethod.GET, "/welcome"),
            open(HttpMethod.POST, "/welcome"),
            // Answered by Spring Security: the way to an OIDC provider and back.
            open(HttpMethod.GET, "/oauth2/authorization/**"),
            open(HttpMethod.GET, "/login/oauth2/code/**"),
            // The API.
            new RouteRole(null, "/api/tokens/**", Role.ADMINISTRATOR),
            new RouteRole(null, "/api/users/**", Role.ADMINISTRATOR),
            new RouteRole(null, "/api/audit/**", Role.OPERATOR),
            new RouteRole(HttpMethod.GET, "/api/**", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/metrics", Role.VIEWER),
            new RouteRole(HttpMethod.POST, "/api/deployments/plan", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/api/jobs/**", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/api/runs/**", Role.OPERATOR),
            new RouteRole(HttpMethod.PUT, "/api/runs/**", Role.OPERATOR),
            new RouteRole(HttpMethod.PATCH, "/api/runs/**", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/api/views/**", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/api/backfills/**", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/api/alerts/**", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/api/silences/**", Role.OPERATOR),
            new RouteRole(HttpMethod.DELETE, "/api/silences/**", Role.OPERATOR),
            // Schedulers call it with GET, and it starts work all the same.
            new RouteRole(null, "/schedule/**", Role.OPERATOR),
            // The dashboard.
            new RouteRole(null, "/users/**", Role.ADMINISTRATOR),
            new RouteRole(null, "/tokens/**", Role.ADMINISTRATOR),
            new RouteRole(HttpMethod.GET, "/audit/**", Role.OPERATOR),
            new RouteRole(HttpMethod.GET, "/", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/jobs/**", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/runs/**", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/views/**", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/lineage/**", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/backfills/**", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/alerts/**", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/deployments/**", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/live", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/design", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/settings/**", Role.VIEWER),
            new RouteRole(HttpMethod.POST, "/jobs/**", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/runs/**", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/views/**", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/backfills/**", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/alerts/**", Role.OPERATOR),
            // One's own account.
            new RouteRole(HttpMethod.POST, "/settings/**", Role.VIEWER),
            new RouteRole(HttpMethod.POST, "/logout", Role.VIEWER),
            new RouteRole(null, "/**", Role.ADMINISTRATOR));

    private static RouteRole open(@Nullable HttpMethod method, String pattern) {
        return new RouteRole(method, pattern, null);
    }

    /** What a role is called where rows of the table are compared with it: itself and those it includes. */
    static List<GrantedAuthority> authorities(Role role) {
        return Arrays.stream(Role.values())
                .filter(role::includes)
                .<GrantedAuthority>map(included -> new SimpleGrantedAuthority(included.id()))
                .toList();
    }
}
