// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.account;

import dev.freshet.Freshet;
import dev.freshet.access.Role;
import dev.freshet.access.Secret;
import dev.freshet.access.UserAccount;
import dev.freshet.access.UserControl;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.server.ServiceFacts;
import dev.freshet.server.dashboard.Forms;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.security.CurrentSession;
import dev.freshet.server.security.PasswordLogin;
import dev.freshet.server.security.Passwords;
import dev.freshet.server.security.SessionCache;
import dev.freshet.server.security.SessionCookies;
import dev.freshet.server.security.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** {@code /settings}: one's own account. */
@Controller
class SettingsPage {

    private static final Map<String, String> SAID = Map.of(
            "name", "Your display name is changed.",
            "password", "Your password is changed, and every other session of yours has ended.",
            "session", "The session has ended.");

    private static final int MOST_NODES = 100;

    private final Pages pages;
    private final Freshet freshet;
    private final ServiceFacts facts;
    private final UserControl users;
    private final PasswordLogin logins;
    private final Passwords passwords;
    private final SessionCookies cookies;
    private final SessionCache sessions;

    SettingsPage(
            Pages pages,
            Freshet freshet,
            ServiceFacts facts,
            UserControl users,
            PasswordLogin logins,
            Passwords passwords,
            SessionCookies cookies,
            SessionCache sessions) {
        this.pages = pages;
        this.freshet = freshet;
        this.facts = facts;
        this.users = users;
        this.logins = logins;
        this.passwords = passwords;
        this.cookies = cookies;
        this.sessions = sessions;
    }

    @GetMapping("/settings")
    View show(Viewer viewer, @RequestParam @Nullable String done, HttpServletRequest request) {
        return page(viewer, request, done == null ? null : SAID.get(done), null);
    }

    @PostMapping("/settings/name")
    View changeName(
            Viewer viewer,
            @RequestParam(defaultValue = "") String displayName,
            HttpServletRequest request,
            HttpServletResponse response) {
        return act(
                viewer,
                request,
                response,
                "name",
                (user, current) -> users.changeDisplayName(user, displayName, viewer.actor()));
    }

    @PostMapping("/settings/password")
    View changePassword(
            Viewer viewer,
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String repeated,
            HttpServletRequest request,
            HttpServletResponse response) {
        return act(viewer, request, response, "password", (user, session) -> {
            if (user.oidcIssuer() != null) {
                throw refused("You log in through " + user.oidcIssuer() + " and have no password here");
            }
            switch (logins.check(user, current, request)) {
                case PasswordLogin.Outcome.Done done -> {}
                case PasswordLogin.Outcome.Wrong wrong -> throw refused("The current password is wrong");
                case PasswordLogin.Outcome.Locked locked ->
                    throw refused("Too many attempts; try again in "
                            + (locked.retryAfter().toSeconds() + 1) + " s");
            }
            if (!password.equals(repeated)) {
                throw refused("The two new passwords differ; type the same one twice");
            }
            String hash = passwords.hashChecked(password, user.name());
            Secret rotated = users.changePassword(user, hash, viewer.actor(), SessionCookies.origin(request));
            cookies.giveSession(request, response, rotated);
        });
    }

    @PostMapping("/settings/sessions/{id}/end")
    View endSession(Viewer viewer, @PathVariable long id, HttpServletRequest request, HttpServletResponse response) {
        return act(viewer, request, response, "session", (user, current) -> users.endSession(user, id, viewer.actor()));
    }

    private View act(
            Viewer viewer,
            HttpServletRequest request,
            HttpServletResponse response,
            String done,
            BiConsumer<UserAccount, CurrentSession> act) {
        return Forms.answer(
                response,
                () -> {
                    CurrentSession current = CurrentSession.find(request)
                            .orElseThrow(() -> refused("A token has no account; log in to change yours"));
                    act.accept(users.load(current.session().userId()), current);
                    sessions.clear();
                    return Forms.goTo("/settings?done=" + done);
                },
                fault -> page(viewer, request, null, fault));
    }

    private View page(Viewer viewer, HttpServletRequest request, @Nullable String said, @Nullable String fault) {
        CurrentSession current = CurrentSession.find(request).orElse(null);
        UserAccount user = current == null ? null : users.load(current.session().userId());
        Settings settings = new Settings(
                user,
                user == null ? List.of() : users.sessionsOf(user),
                current == null ? 0 : current.session().id(),
                viewer.csrfToken(),
                said,
                fault,
                Freshet.version(),
                freshet.database().call(session -> freshet.nodes().list(session, MOST_NODES)).stream()
                        .filter(node -> node.closedAt() == null)
                        .toList(),
                viewer.role().includes(Role.ADMINISTRATOR) ? facts : null);
        return pages.showPrivately(
                viewer, new Page(Section.SETTINGS, "Settings", "account/settings.jte", Set.of(), reader -> settings));
    }

    private static FreshetException refused(String message) {
        return new FreshetException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
