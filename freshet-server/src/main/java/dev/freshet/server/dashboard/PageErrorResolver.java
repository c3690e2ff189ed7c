// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import dev.freshet.server.security.PageRequests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Answers people who opened a page with an error page; everybody else gets problem details from those who come next. */
@Component
class PageErrorResolver implements HandlerExceptionResolver, Ordered {

    private final ErrorPages errors;

    PageErrorResolver(ErrorPages errors) {
        this.errors = errors;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (!PageRequests.wantsPage(request)) {
            return null;
        }
        Trouble trouble = errors.of(failure, request.getRequestURI());
        return new ModelAndView(errors.view(trouble, PageRequests.viewer(request)));
    }
}
