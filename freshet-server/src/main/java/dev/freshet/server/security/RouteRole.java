// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

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
            new RouteRole(HttpMethod.GET, "/health/**", null),
            new RouteRole(HttpMethod.GET, "/assets/**", null),
            new RouteRole(HttpMethod.GET, "/webjars/**", null),
            new RouteRole(HttpMethod.GET, "/", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/live", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/design", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/jobs/**", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/runs/**", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/views/**", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/deployments/**", Role.VIEWER),
            new RouteRole(HttpMethod.POST, "/jobs/**", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/runs/**", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/views/**", Role.OPERATOR),
            new RouteRole(null, "/api/tokens/**", Role.ADMINISTRATOR),
            new RouteRole(HttpMethod.GET, "/api/**", Role.VIEWER),
            new RouteRole(HttpMethod.GET, "/metrics", Role.VIEWER),
            new RouteRole(HttpMethod.POST, "/api/deployments/plan", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/api/jobs/**", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/api/runs/**", Role.OPERATOR),
            new RouteRole(HttpMethod.POST, "/api/views/**", Role.OPERATOR),
            // Schedulers call it with GET, and it starts work all the same.
            new RouteRole(null, "/schedule/**", Role.OPERATOR),
            new RouteRole(null, "/**", Role.ADMINISTRATOR));
}
