// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import dev.freshet.postgres.Session;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All SQL about {@code freshet.login_attempt}. An attempt counts as failed from its beginning until it succeeds. */
final class LoginAttemptStore {

    /** Stands for every device that is not known. */
    static final String ANYWHERE = "*";

    // From the tolerated number on: 15 s, doubled with each further one, at most 15 min. A quiet day starts anew.
    private static final String COUNT = """
        INSERT INTO freshet.login_attempt AS a (account, source, failures, failed_at)
        VALUES (:account, :source, 1, clock_timestamp())
        ON CONFLICT (account, source) DO UPDATE SET
          failures = CASE WHEN a.failed_at < clock_timestamp() - interval '1 day' THEN 1 ELSE a.failures + 1 END,
          failed_at = clock_timestamp(),
          locked_until = CASE WHEN a.failures + 1 >= :tolerated::int
              AND a.failed_at >= clock_timestamp() - interval '1 day'
            THEN clock_timestamp()
              + least(interval '15 minutes', interval '15 seconds' * 2 ^ least(a.failures + 1 - :tolerated::int, 10)) END
        WHERE a.locked_until IS NULL OR a.locked_until <= clock_timestamp()
        RETURNING failures, locked_until
        """;

    private static final String LOCKED_UNTIL =
            "SELECT locked_until FROM freshet.login_attempt WHERE account = :account AND source = :source";

    // A bucket that takes 30 and leaks one every 6 s.
    private static final String POUR = """
        INSERT INTO freshet.login_attempt AS a (account, source, failures, failed_at)
        VALUES ('', :source, 1, clock_timestamp())
        ON CONFLICT (account, source) DO UPDATE SET
          failures = greatest(0, a.failures - floor(extract(epoch FROM clock_timestamp() - a.failed_at) / 6)) + 1,
          failed_at = clock_timestamp()
        WHERE a.failures - floor(extract(epoch FROM clock_timestamp() - a.failed_at) / 6) < 30
        RETURNING failures
        """;

    private static final String IS_KNOWN = """
        SELECT EXISTS (
          SELECT FROM freshet.login_attempt
          WHERE account = :account AND source = :source AND succeeded_at > clock_timestamp() - interval '90 days'
        ) AS known
        """;

    private static final String REMEMBER = """
        INSERT INTO freshet.login_attempt (account, source, failures, succeeded_at)
        VALUES (:account, :source, 0, clock_timestamp())
        ON CONFLICT (account, source) DO UPDATE
        SET failures = 0, failed_at = NULL, locked_until = NULL, succeeded_at = clock_timestamp()
        """;

    private static final String CLEAR = """
        UPDATE freshet.login_attempt SET failures = 0, failed_at = NULL, locked_until = NULL
        WHERE account = :account AND source = ANY (:sources)
        """;

    private static final String CLEAR_ALL = """
        UPDATE freshet.login_attempt SET failures = 0, failed_at = NULL, locked_until = NULL
        WHERE account = :account AND failures > 0
        """;

    private static final String LOCKED = """
        SELECT account, max(locked_until) AS until
        FROM freshet.login_attempt WHERE locked_until > clock_timestamp() GROUP BY account
        """;

    private static final String DELETE_OLD = """
        DELETE FROM freshet.login_attempt
        WHERE (failed_at IS NULL OR failed_at < clock_timestamp() - interval '1 day')
          AND (succeeded_at IS NULL OR succeeded_at < clock_timestamp() - interval '90 days')
        """;

    /** How an account is called here: what was typed as a name may be a password. */
    static String account(String name) {
        return HexFormat.of().formatHex(Sha256.of(name.strip().toLowerCase(Locale.ROOT)));
    }

    static String source(Secret device) {
        return "device " + device.hexHash();
    }

    /** Counts an attempt; empty when the account is locked for this source. */
    Optional<Counted> count(Session session, String account, String source, int tolerated) {
        return session.query(COUNT)
                .bind("account", account)
                .bind("source", source)
                .bind("tolerated", tolerated)
                .first(row ->
                        new Counted(row.integer("failures"), Optional.ofNullable(row.nullableInstant("locked_until"))));
    }

    /** Counts a login from an address, whoever it is for; false when there were too many. */
    boolean pour(Session session, String address) {
        return session.query(POUR)
                .bind("source", address)
                .first(row -> row.integer("failures"))
                .isPresent();
    }

    Optional<Instant> lockedUntil(Session session, String account, String source) {
        return session.query(LOCKED_UNTIL)
                .bind("account", account)
                .bind("source", source)
                .first(row -> Optional.ofNullable(row.nullableInstant("locked_until")))
                .flatMap(until -> until);
    }

    boolean isKnown(Session session, String account, Secret device) {
        return session.query(IS_KNOWN)
                .bind("account", account)
                .bind("source", source(device))
                .one(row -> row.bool("known"));
    }

    void remember(Session session, String account, Secret device) {
        session.query(REMEMBER)
                .bind("account", account)
                .bind("source", source(device))
                .execute();
    }

    void clear(Session session, String account, String source) {
        session.query(CLEAR)
                .bind("account", account)
                .bind("sources", List.of(source, ANYWHERE))
                .execute();
    }

    int clearAll(Session session, String account) {
        return session.query(CLEAR_ALL).bind("account", account).execute();
    }

    /** The accounts that are locked for some source, and until when. */
    Map<String, Instant> locked(Session session) {
        return session.query(LOCKED).list(row -> Map.entry(row.text("account"), row.instant("until"))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    int deleteOld(Session session) {
        return session.query(DELETE_OLD).execute();
    }

    /**
     * An attempt that may go on.
     *
     * @param failures with this one
     * @param lockedUntil for those that follow, unless this one succeeds
     */
    record Counted(int failures, Optional<Instant> lockedUntil) {}
}
