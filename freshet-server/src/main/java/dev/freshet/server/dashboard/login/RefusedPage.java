// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.login;

import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.security.LoginEntry;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.View;

/** What people see who may not do what they asked for; others get problem details. */
@Hidden
@Controller
class RefusedPage {

    private final Pages pages;

    RefusedPage(Pages pages) {
        this.pages = pages;
    }

    @RequestMapping("/refused")
    View show(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpStatus.FORBIDDEN.value());
        String why = request.getAttribute(LoginEntry.REFUSAL) instanceof String refusal
                ? refusal
                : "Your role does not allow this.";
        return pages.bare("Not allowed", "login/refused.jte", why, "");
    }
}
