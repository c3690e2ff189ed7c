// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import dev.freshet.server.security.PageRequests;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.View;

/** The error page for what was refused before any controller was found. */
@Hidden
@Controller
class ErrorPage {

    private final ErrorPages errors;

    ErrorPage(ErrorPages errors) {
        this.errors = errors;
    }

    @RequestMapping(path = PageRequests.ERROR_PAGE, produces = MediaType.TEXT_HTML_VALUE)
    View show(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus known = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        HttpStatus status = known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known;
        Object said = request.getAttribute(RequestDispatcher.ERROR_MESSAGE);
        String detail = said instanceof String text && !text.isBlank() ? text : status.getReasonPhrase();
        String path = PageRequests.asFirstAsked(request).getRequestURI();
        Trouble trouble =
                PageRequests.code(request).equals("csrf") ? errors.tooOld(detail) : errors.of(status, detail, path);
        return errors.view(trouble, PageRequests.viewer(request));
    }
}
