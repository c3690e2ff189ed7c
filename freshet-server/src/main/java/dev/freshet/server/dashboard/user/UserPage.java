// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.user;

import dev.freshet.access.InvitationControl;
import dev.freshet.access.UserAccount;
import dev.freshet.access.UserControl;
import dev.freshet.server.api.Roles;
import dev.freshet.server.dashboard.Forms;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.security.SessionCache;
import dev.freshet.server.security.Viewer;
import dev.freshet.server.security.WelcomeUrl;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** {@code /users/17}: one user, and what an administrator does about it. */
@Controller
class UserPage {

    private static final Map<String, String> SAID = Map.of(
            "role", "The role is changed, and every session has ended.",
            "disable", "The user is disabled, and every session has ended.",
            "enable", "The user may log in again.",
            "unlock", "The failed logins are forgotten.",
            "end-sessions", "Every session has ended.");

    private final Pages pages;
    private final UserControl users;
    private final InvitationControl invitations;
    private final SessionCache sessions;

    UserPage(Pages pages, UserControl users, InvitationControl invitations, SessionCache sessions) {
        this.pages = pages;
        this.users = users;
        this.invitations = invitations;
        this.sessions = sessions;
    }

    @GetMapping("/users/{id}")
    View show(Viewer viewer, @PathVariable long id, @RequestParam @Nullable String done) {
        return page(viewer, id, null, done == null ? null : SAID.get(done), null);
    }

    @PostMapping("/users/{id}/reset-link")
    View resetLink(Viewer viewer, @PathVariable long id, HttpServletRequest request, HttpServletResponse response) {
        UserAccount user = users.load(id);
        return Forms.answer(
                response,
                () -> {
                    InvitationControl.Invited invited = invitations.invitePasswordReset(user, viewer.actor());
                    return page(viewer, id, WelcomeUrl.of(request, invited.key()), null, null);
                },
                fault -> page(viewer, id, null, null, fault));
    }

    @PostMapping("/users/{id}/role")
    View changeRole(
            Viewer viewer,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String role,
            HttpServletResponse response) {
        return act(viewer, id, "role", response, user -> users.changeRole(user, Roles.of(role), viewer.actor()));
    }

    @PostMapping("/users/{id}/disable")
    View disable(Viewer viewer, @PathVariable long id, HttpServletResponse response) {
        return act(viewer, id, "disable", response, user -> users.disable(user, viewer.actor()));
    }

    @PostMapping("/users/{id}/enable")
    View enable(Viewer viewer, @PathVariable long id, HttpServletResponse response) {
        return act(viewer, id, "enable", response, user -> users.enable(user, viewer.actor()));
    }

    @PostMapping("/users/{id}/unlock")
    View unlock(Viewer viewer, @PathVariable long id, HttpServletResponse response) {
        return act(viewer, id, "unlock", response, user -> users.unlock(user, viewer.actor()));
    }

    @PostMapping("/users/{id}/end-sessions")
    View endSessions(Viewer viewer, @PathVariable long id, HttpServletResponse response) {
        return act(viewer, id, "end-sessions", response, user -> users.endSessions(user, viewer.actor()));
    }

    private View act(Viewer viewer, long id, String act, HttpServletResponse response, Consumer<UserAccount> work) {
        UserAccount user = users.load(id);
        return Forms.answer(
                response,
                () -> {
                    work.accept(user);
                    sessions.clear();
                    return Forms.goTo("/users/" + id + "?done=" + act);
                },
                fault -> page(viewer, id, null, null, fault));
    }

    View page(Viewer viewer, long id, @Nullable String link, @Nullable String said, @Nullable String fault) {
        UserAccount user = users.load(id);
        UserDetails details = new UserDetails(
                user,
                users.list().stream()
                        .filter(listed -> listed.user().id() == id)
                        .map(UserControl.Listed::lockedUntil)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                users.sessionsOf(user),
                viewer.csrfToken(),
                link,
                said,
                fault);
        return pages.showPrivately(
                viewer, new Page(Section.USERS, user.name(), "user/user.jte", Set.of(), reader -> details));
    }
}
