// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mail;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import org.jspecify.annotations.Nullable;

/** A mail that was not handed over. */
public final class MailException extends FreshetException {

    private static final long serialVersionUID = 1L;

    private final boolean passes;
    private final @Nullable String advice;

    MailException(String message, boolean passes, @Nullable String advice, @Nullable Throwable cause) {
        super(ErrorCode.INVALID_ARGUMENT, message, cause);
        this.passes = passes;
        this.advice = advice;
    }

    /** Whether it may be different in a while. */
    public boolean passes() {
        return passes;
    }

    public @Nullable String advice() {
        return advice;
    }
}
