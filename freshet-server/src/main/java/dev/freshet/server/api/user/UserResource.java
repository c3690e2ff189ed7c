// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.user;

import dev.freshet.access.InvitationControl;
import dev.freshet.access.NewUser;
import dev.freshet.access.UserAccount;
import dev.freshet.access.UserControl;
import dev.freshet.audit.Actor;
import dev.freshet.server.api.Callers;
import dev.freshet.server.api.Page;
import dev.freshet.server.api.Roles;
import dev.freshet.server.security.WelcomeUrl;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Users, by name. */
@Tag(name = "users")
@RestController
@RequestMapping("/api/users")
class UserResource {

    private final UserControl users;
    private final InvitationControl invitations;

    UserResource(UserControl users, InvitationControl invitations) {
        this.users = users;
        this.invitations = invitations;
    }

    @Operation(summary = "Every user")
    @GetMapping
    Page<UserResponse> list() {
        return new Page<>(users.list().stream().map(UserResponse::of).toList(), null);
    }

    @Operation(summary = "Invites somebody; the link to send is shown this once")
    @PostMapping
    ResponseEntity<InvitedResponse> invite(@RequestBody InviteRequest body, HttpServletRequest request) {
        String name = Objects.requireNonNullElse(body.name(), "");
        NewUser user = new NewUser(
                name, Objects.requireNonNullElse(body.displayName(), ""), body.email(), Roles.of(body.role()));
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(invited(invitations.invite(user, Callers.of(request)), request));
    }

    @Operation(summary = "A link by which a user sets a new password, shown this once")
    @PostMapping("/{name}/reset-link")
    InvitedResponse resetLink(@PathVariable String name, HttpServletRequest request) {
        return invited(invitations.invitePasswordReset(users.loadByName(name), Callers.of(request)), request);
    }

    @Operation(summary = "Gives a user another role and ends the user's sessions")
    @PostMapping("/{name}/role")
    UserResponse changeRole(@PathVariable String name, @RequestBody RoleRequest body, HttpServletRequest request) {
        return act(name, request, (user, actor) -> users.changeRole(user, Roles.of(body.role()), actor));
    }

    @Operation(summary = "Lets a user in no more, and ends the user's sessions")
    @PostMapping("/{name}/disable")
    UserResponse disable(@PathVariable String name, HttpServletRequest request) {
        return act(name, request, users::disable);
    }

    @Operation(summary = "Lets a disabled user in again")
    @PostMapping("/{name}/enable")
    UserResponse enable(@PathVariable String name, HttpServletRequest request) {
        return act(name, request, users::enable);
    }

    @Operation(summary = "Forgets the failed logins of a user")
    @PostMapping("/{name}/unlock")
    UserResponse unlock(@PathVariable String name, HttpServletRequest request) {
        return act(name, request, users::unlock);
    }

    @Operation(summary = "Ends every session of a user")
    @PostMapping("/{name}/end-sessions")
    UserResponse endSessions(@PathVariable String name, HttpServletRequest request) {
        return act(name, request, users::endSessions);
    }

    private UserResponse act(String name, HttpServletRequest request, BiConsumer<UserAccount, Actor> act) {
        UserAccount user = users.loadByName(name);
        act.accept(user, Callers.of(request));
        return listed(user);
    }

    private UserResponse listed(UserAccount user) {
        return users.list().stream()
                .filter(listed -> listed.user().id() == user.id())
                .map(UserResponse::of)
                .findFirst()
                .orElseThrow();
    }

    private InvitedResponse invited(InvitationControl.Invited invited, HttpServletRequest request) {
        return new InvitedResponse(listed(invited.user()), WelcomeUrl.of(request, invited.key()));
    }

    /** Whom to invite. */
    record InviteRequest(
            @Nullable String name,
            @Nullable String displayName,
            @Nullable String email,
            @Nullable String role) {}

    /** The role to give. */
    record RoleRequest(@Nullable String role) {}

    /** A user and the link to send. */
    record InvitedResponse(UserResponse user, String link) {}
}
