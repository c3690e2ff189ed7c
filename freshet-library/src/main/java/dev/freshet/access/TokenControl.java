// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import dev.freshet.audit.Actor;
import dev.freshet.audit.AuditStore;
import dev.freshet.cluster.Wakeups;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What administrators do to tokens. Every act is written to the audit trail in its transaction. */
public final class TokenControl {

    private static final int LONGEST_NAME = 100;
    private static final Pattern JOB = Pattern.compile("[\\p{L}\\p{N}._*-]{1,200}");

    private final Database database;
    private final AuditStore audit;
    private final UserStore users = new UserStore();
    private final TokenStore tokens;

    public TokenControl(Database database, AuditStore audit, TokenStore tokens) {
        this.database = database;
        this.audit = audit;
        this.tokens = tokens;
    }

    /**
     * Makes a token, whose secret is shown this once.
     *
     * @param jobs the only jobs and groups it may start (with {@code *}), or none for no restriction
     */
    public TokenStore.NewToken create(
            String name, Role role, List<String> jobs, @Nullable Instant expiresAt, Actor actor) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw refused("A token needs a name of at most " + LONGEST_NAME + " characters: who or what will use it");
        }
        if (expiresAt != null && !expiresAt.isAfter(Instant.now())) {
            throw refused("The token would have expired at " + expiresAt + " already; name a moment to come");
        }
        for (String job : jobs) {
            if (!JOB.matcher(job).matches()) {
                throw refused("\"" + job + "\" is no name of a job or group (with * for any characters)");
            }
        }
        if (!jobs.isEmpty() && role != Role.OPERATOR) {
            throw refused("A token that may only start certain jobs has the role operator, not " + role.id());
        }
        return database.transaction(session -> {
            if (users.findByName(session, name.strip()).isPresent()) {
                throw refused("\"" + name.strip() + "\" is the name of a user; the audit trail could not tell them"
                        + " apart. Name the token after what will use it, for example " + name.strip() + "-crontab");
            }
            TokenStore.NewToken created = tokens.create(session, name.strip(), role, jobs, actor.name(), expiresAt);
            Map<String, Object> details = Map.of("token", created.token().id(), "role", role.id(), "jobs", jobs);
            audit.record(session, actor, "create", "token", created.token().name(), null, details);
            return created;
        });
    }

    /**
     * Refuses a token from now on.
     *
     * @throws FreshetException TOKEN_NOT_FOUND where it does not exist or was revoked before
     */
    public void revoke(long id, Actor actor) {
        database.transaction(session -> {
            ApiToken revoked = tokens.revoke(session, id)
                    .orElseThrow(() -> new FreshetException(
                            ErrorCode.TOKEN_NOT_FOUND,
                            "There is no token " + id + " that could be revoked. GET /api/tokens lists them"));
            audit.record(session, actor, "revoke", "token", revoked.name(), null, Map.of("token", id));
            Wakeups.send(session, LoginControl.SESSIONS);
            return revoked;
        });
    }

    private static FreshetException refused(String message) {
        return new FreshetException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
