// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses changes that the browser itself says another site sent; what a form brings along is checked all the same. */
final class SameSiteFilter extends OncePerRequestFilter {

    private static final Set<String> OWN = Set.of("same-origin", "none");

    private final ProblemWriter problems;

    SameSiteFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String site = request.getHeader("Sec-Fetch-Site");
        boolean foreign = site != null && !OWN.contains(site);
        boolean changes = !LoginEntry.SAFE_METHODS.contains(request.getMethod());
        if (foreign && changes && !BearerTokenFilter.hasCaller(request)) {
            problems.write(request, response, HttpStatus.FORBIDDEN, "csrf", "Another site sent this request");
        } else {
            chain.doFilter(request, response);
        }
    }
}
