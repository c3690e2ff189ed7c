// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.Freshet;
import dev.freshet.access.AccessPruner;
import dev.freshet.access.InvitationControl;
import dev.freshet.access.LoginControl;
import dev.freshet.access.ProvidedLogin;
import dev.freshet.access.SessionStore;
import dev.freshet.access.TokenControl;
import dev.freshet.access.TokenStore;
import dev.freshet.access.UserControl;
import dev.freshet.cluster.Wakeups;
import dev.freshet.server.AccessOptions;
import dev.freshet.server.LiveStreams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What lets people in, put together. */
@Configuration(proxyBeanMethods = false)
class AccessConfig {

    @Bean
    SessionStore sessionStore(AccessOptions options) {
        return new SessionStore(options.sessions());
    }

    @Bean
    SessionCache sessionCache(Freshet freshet, SessionStore sessions) {
        return new SessionCache(freshet.database(), sessions, freshet.wakeups());
    }

    @Bean
    Admissions admissions(Freshet freshet, SessionStore sessions, TokenStore tokens, LiveStreams streams) {
        freshet.wakeups().subscribe(message -> {
            if (message.equals(LoginControl.SESSIONS) || message.equals(Wakeups.RESYNC)) {
                streams.lookAgain();
            }
        });
        return new Admissions(freshet.database(), sessions, tokens);
    }

    @Bean
    SessionCookies sessionCookies(AccessOptions options) {
        return new SessionCookies(options.sessions());
    }

    @Bean
    LoginControl loginControl(Freshet freshet, SessionStore sessions) {
        return new LoginControl(freshet.database(), freshet.audit(), sessions);
    }

    @Bean
    UserControl userControl(Freshet freshet, SessionStore sessions) {
        return new UserControl(freshet.database(), freshet.audit(), sessions);
    }

    @Bean
    InvitationControl invitationControl(Freshet freshet, LoginControl logins, SessionStore sessions) {
        return new InvitationControl(freshet.database(), freshet.audit(), logins, sessions);
    }

    @Bean
    ProvidedLogin providedLogin(Freshet freshet, LoginControl logins, SessionStore sessions) {
        return new ProvidedLogin(freshet.database(), freshet.audit(), logins, sessions);
    }

    @Bean
    TokenControl tokenControl(Freshet freshet, TokenStore tokens) {
        return new TokenControl(freshet.database(), freshet.audit(), tokens);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    AccessPruner accessPruner(Freshet freshet, SessionStore sessions) {
        return new AccessPruner(freshet.database(), sessions);
    }

    @Bean
    Passwords passwords() {
        return new Passwords();
    }

    @Bean
    PasswordLogin passwordLogin(LoginControl logins, UserControl users, Passwords passwords, SessionCookies cookies) {
        return new PasswordLogin(logins, users, passwords, cookies);
    }
}
