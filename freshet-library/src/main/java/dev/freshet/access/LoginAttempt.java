// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import java.time.Duration;

/** What becomes of an attempt to log in before the password is looked at. */
public sealed interface LoginAttempt {

    /**
     * The password may be compared.
     *
     * @param failures in a row, with this one, unless it succeeds
     * @param locks whether those that follow are refused for a while, unless this one succeeds
     */
    record Admitted(String account, String source, int failures, boolean locks) implements LoginAttempt {}

    /** Too many failed before. Says the same for accounts that do not exist. */
    record Refused(Duration retryAfter) implements LoginAttempt {}
}
