// SPDX-License-Identifier: Apache-2.0
package dev.freshet.error;

import org.jspecify.annotations.Nullable;

/**
 * What Freshet throws for everything unexpected.
 *
 * <p>The message names the thing, what is wrong with it, what was expected and what to do.
 */
public class FreshetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public FreshetException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public FreshetException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
