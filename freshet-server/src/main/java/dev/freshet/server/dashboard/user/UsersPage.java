// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.user;

import dev.freshet.access.InvitationControl;
import dev.freshet.access.NewUser;
import dev.freshet.access.UserControl;
import dev.freshet.server.api.Roles;
import dev.freshet.server.dashboard.Forms;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.security.Viewer;
import dev.freshet.server.security.WelcomeUrl;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** {@code /users}: who may log in; and the form that invites somebody. */
@Controller
class UsersPage {

    private final Pages pages;
    private final UserControl users;
    private final InvitationControl invitations;
    private final UserPage details;

    UsersPage(Pages pages, UserControl users, InvitationControl invitations, UserPage details) {
        this.pages = pages;
        this.users = users;
        this.invitations = invitations;
        this.details = details;
    }

    @GetMapping("/users")
    View list(Viewer viewer) {
        return page(viewer, new UserList(users.list(), viewer.csrfToken(), null, "", "", "", "viewer"));
    }

    @PostMapping("/users")
    View invite(
            Viewer viewer,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String displayName,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String role,
            HttpServletRequest request,
            HttpServletResponse response) {
        return Forms.answer(
                response,
                () -> {
                    NewUser user = new NewUser(name, displayName, email, Roles.of(role));
                    InvitationControl.Invited invited = invitations.invite(user, viewer.actor());
                    return details.page(viewer, invited.user().id(), WelcomeUrl.of(request, invited.key()), null, null);
                },
                fault -> page(
                        viewer, new UserList(users.list(), viewer.csrfToken(), fault, name, displayName, email, role)));
    }

    private View page(Viewer viewer, UserList list) {
        return pages.showPrivately(
                viewer, new Page(Section.USERS, "Users", "user/users.jte", Set.of(), reader -> list));
    }
}
