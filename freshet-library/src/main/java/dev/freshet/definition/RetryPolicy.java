// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.util.List;

/**
 * How often and when a run gets another attempt.
 *
 * @param count further attempts after the first
 * @param backoff wait before the second attempt; doubled for each further one, with jitter of up to a half
 * @param maxBackoff the longest wait
 * @param on which errors: {@link #TRANSIENT}, {@link #LOST}, {@link #TIMEOUT}, {@link #ANY}, or a SQLSTATE or its first
 *     two characters
 */
public record RetryPolicy(int count, Duration backoff, Duration maxBackoff, List<String> on) {

    /** Serialization failures, deadlocks, lock timeouts and lost connections. */
    public static final String TRANSIENT = "transient";
    /** The node died. */
    public static final String LOST = "lost";
    /** The run's timeout or the statement timeout ran out. */
    public static final String TIMEOUT = "timeout";
    /** Whatever it was, save a cancel by hand. */
    public static final String ANY = "any";

    public static final Duration DEFAULT_BACKOFF = Duration.ofSeconds(5);
    public static final Duration DEFAULT_MAX_BACKOFF = Duration.ofMinutes(10);
    public static final List<String> DEFAULT_ON = List.of(TRANSIENT, LOST);

    public static final RetryPolicy NONE = new RetryPolicy(0, DEFAULT_BACKOFF, DEFAULT_MAX_BACKOFF, DEFAULT_ON);
    /** Refreshes are idempotent: another attempt never harms. */
    public static final RetryPolicy REFRESH = new RetryPolicy(3, DEFAULT_BACKOFF, DEFAULT_MAX_BACKOFF, DEFAULT_ON);

    /** Work on items goes on where it was: another attempt repeats nothing that is done. */
    public static final RetryPolicy ITEMS = new RetryPolicy(10, DEFAULT_BACKOFF, DEFAULT_MAX_BACKOFF, DEFAULT_ON);

    public RetryPolicy {
        on = List.copyOf(on);
    }
}
