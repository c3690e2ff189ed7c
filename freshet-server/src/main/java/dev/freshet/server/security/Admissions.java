// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.ApiToken;
import dev.freshet.access.SessionStore;
import dev.freshet.access.TokenSecret;
import dev.freshet.access.TokenStore;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Database;
import dev.freshet.server.LiveStreams;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BooleanSupplier;

/** Whether whoever was let in would be let in again, for answers that go on for long. */
public final class Admissions {

    private final Database database;
    private final SessionStore sessions;
    private final TokenStore tokens;

    Admissions(Database database, SessionStore sessions, TokenStore tokens) {
        this.database = database;
        this.sessions = sessions;
        this.tokens = tokens;
    }

    /** By what the request was let in. */
    public LiveStreams.Admission of(HttpServletRequest request) {
        CurrentSession current = CurrentSession.of(request);
        if (current != null) {
            return admission(
                    current.session().userName(),
                    () -> database.call(session -> sessions.isValid(session, current.secret())));
        }
        ApiToken token = BearerTokenFilter.caller(request);
        TokenSecret secret = BearerTokenFilter.secret(request);
        if (token == null || secret == null) {
            throw new IllegalStateException("This route lets in people who did not log in, so nothing can end");
        }
        return admission("token " + token.name(), () -> tokens.findValid(secret).isPresent());
    }

    private static LiveStreams.Admission admission(String who, BooleanSupplier valid) {
        return new LiveStreams.Admission() {
            @Override
            public String who() {
                return who;
            }

            @Override
            public boolean holds() {
                try {
                    return valid.getAsBoolean();
                } catch (FreshetException e) {
                    // The database is out of reach: nothing new is sent either.
                    return true;
                }
            }
        };
    }
}
