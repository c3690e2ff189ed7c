// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.LoginControl;
import dev.freshet.access.Secret;
import dev.freshet.access.SessionStore;
import dev.freshet.access.UserSession;
import dev.freshet.cluster.Wakeups;
import dev.freshet.postgres.Database;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sessions as they were at most two seconds ago, so that fifty open pages cost nearly nothing. Wake-ups of
 * {@link LoginControl#SESSIONS} empty it; what happens on this node is seen at once.
 */
public final class SessionCache {

    private static final long LONGEST_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int MOST = 2_000;

    private final Database database;
    private final SessionStore sessions;
    private final Map<Secret, Remembered> remembered = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    SessionCache(Database database, SessionStore sessions, Wakeups wakeups) {
        this.database = database;
        this.sessions = sessions;
        wakeups.subscribe(message -> {
            if (message.equals(LoginControl.SESSIONS) || message.equals(Wakeups.RESYNC)) {
                clear();
            }
        });
    }

    /** The session of a cookie, unless it ended or its user was disabled. Unknown secrets are not remembered. */
    Optional<UserSession> find(Secret secret) {
        Remembered known = remembered.get(secret);
        if (known != null && System.nanoTime() - known.nanos() < LONGEST_NANOS) {
            return Optional.of(known.session());
        }
        long before = changes.get();
        long asked = System.nanoTime();
        Optional<UserSession> found = database.call(session -> sessions.findValid(session, secret));
        if (remembered.size() >= MOST) {
            remembered.clear();
        }
        found.ifPresentOrElse(
                session -> remembered.put(secret, new Remembered(session, asked)), () -> remembered.remove(secret));
        if (changes.get() != before) {
            // It may have been read before what was changed meanwhile.
            remembered.remove(secret);
        }
        return found;
    }

    /** Forgets everything: something was changed. */
    public void clear() {
        changes.incrementAndGet();
        remembered.clear();
    }

    private record Remembered(UserSession session, long nanos) {}
}
