// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.LoginAttempt;
import dev.freshet.access.LoginControl;
import dev.freshet.access.LoginOrigin;
import dev.freshet.access.UserAccount;
import dev.freshet.access.UserControl;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;

/** Logs in by name and password. Says the same, after the same time, whether there is such a user or not. */
public final class PasswordLogin {

    private final LoginControl logins;
    private final UserControl users;
    private final Passwords passwords;
    private final SessionCookies cookies;

    PasswordLogin(LoginControl logins, UserControl users, Passwords passwords, SessionCookies cookies) {
        this.logins = logins;
        this.users = users;
        this.passwords = passwords;
        this.cookies = cookies;
    }

    /** Gives the response a session's cookie where the password is right. */
    public Outcome login(String name, String password, HttpServletRequest request, HttpServletResponse response) {
        LoginOrigin origin = SessionCookies.origin(request);
        return switch (logins.begin(name, origin)) {
            case LoginAttempt.Refused refused -> new Outcome.Locked(refused.retryAfter());
            case LoginAttempt.Admitted admitted -> {
                UserAccount user = users.findByName(name.strip()).orElse(null);
                String hash = user == null || user.isDisabled() ? null : users.passwordHash(user);
                if (!passwords.matches(password, hash) || user == null || hash == null) {
                    logins.fail(admitted, user, origin);
                    yield new Outcome.Wrong();
                }
                if (passwords.isOutdated(hash)) {
                    users.rehash(user, passwords.hash(password));
                }
                cookies.give(request, response, logins.succeed(admitted, user, origin, cookies.session(request)));
                yield new Outcome.Done();
            }
        };
    }

    /** Whether a user who is logged in knows the password; counted like a login. */
    public Outcome check(UserAccount user, String password, HttpServletRequest request) {
        LoginOrigin origin = SessionCookies.origin(request);
        return switch (logins.begin(user.name(), origin)) {
            case LoginAttempt.Refused refused -> new Outcome.Locked(refused.retryAfter());
            case LoginAttempt.Admitted admitted -> {
                if (passwords.matches(password, users.passwordHash(user))) {
                    logins.clear(admitted);
                    yield new Outcome.Done();
                }
                logins.fail(admitted, user, origin);
                yield new Outcome.Wrong();
            }
        };
    }

    /** How it ended. */
    public sealed interface Outcome {
        record Done() implements Outcome {}

        record Wrong() implements Outcome {}

        record Locked(Duration retryAfter) implements Outcome {}
    }
}
