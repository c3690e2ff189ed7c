// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.token;

import dev.freshet.access.Role;
import dev.freshet.access.TokenControl;
import dev.freshet.access.TokenStore;
import dev.freshet.server.api.Roles;
import dev.freshet.server.dashboard.Forms;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.security.Viewer;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** {@code /tokens}: what machines present. */
@Controller
class TokensPage {

    private static final int MOST_DAYS = 3_650;

    private final Pages pages;
    private final TokenStore tokens;
    private final TokenControl control;

    TokensPage(Pages pages, TokenStore tokens, TokenControl control) {
        this.pages = pages;
        this.tokens = tokens;
        this.control = control;
    }

    @GetMapping("/tokens")
    View list(Viewer viewer) {
        return page(viewer, null, null, "", "viewer", "");
    }

    @PostMapping("/tokens")
    View create(
            Viewer viewer,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String jobs,
            @RequestParam(defaultValue = "0") int days,
            HttpServletResponse response) {
        return Forms.answer(
                response,
                () -> {
                    Instant expiresAt =
                            days < 1 ? null : Instant.now().plus(Duration.ofDays(Math.min(days, MOST_DAYS)));
                    List<String> only = Arrays.stream(jobs.split("[,\\s]+"))
                            .filter(job -> !job.isEmpty())
                            .toList();
                    return page(
                            viewer,
                            control.create(name, role(role, only), only, expiresAt, viewer.actor()),
                            null,
                            "",
                            "viewer",
                            "");
                },
                fault -> page(viewer, null, fault, name, role, jobs));
    }

    @PostMapping("/tokens/{id}/revoke")
    View revoke(Viewer viewer, @PathVariable long id, HttpServletResponse response) {
        return Forms.answer(
                response,
                () -> {
                    control.revoke(id, viewer.actor());
                    return Forms.goTo("/tokens");
                },
                fault -> page(viewer, null, fault, "", "viewer", ""));
    }

    /** Who names jobs wants them started: the only role that can be meant beside viewer, the form's first choice. */
    private static Role role(String role, List<String> only) {
        Role chosen = Roles.of(role);
        return chosen == Role.VIEWER && !only.isEmpty() ? Role.OPERATOR : chosen;
    }

    private View page(
            Viewer viewer,
            TokenStore.@Nullable NewToken created,
            @Nullable String fault,
            String name,
            String role,
            String jobs) {
        TokenList list = new TokenList(tokens.list(), viewer.csrfToken(), created, fault, name, role, jobs);
        return pages.showPrivately(
                viewer, new Page(Section.TOKENS, "Tokens", "token/tokens.jte", Set.of(), reader -> list));
    }
}
