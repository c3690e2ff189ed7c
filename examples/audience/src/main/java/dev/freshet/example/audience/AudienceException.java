// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

/** The example's database could not be prepared; the message says what was found, expected, and what to do. */
public final class AudienceException extends RuntimeException {

    public AudienceException(String message) {
        super(message);
    }

    public AudienceException(String message, Throwable cause) {
        super(message, cause);
    }
}
