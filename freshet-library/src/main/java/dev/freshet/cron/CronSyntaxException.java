// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cron;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;

/** A cron expression that cannot be read, or that can never fire, and where the fault is. */
public final class CronSyntaxException extends FreshetException {

    private static final long serialVersionUID = 1L;

    private final String expression;
    private final int position;

    CronSyntaxException(String expression, int position, String fault, String expected) {
        super(
                ErrorCode.INVALID_SCHEDULE,
                "Cron expression \"%s\", character %d: %s; expected %s"
                        .formatted(expression, position + 1, fault, expected));
        this.expression = expression;
        this.position = position;
    }

    public String expression() {
        return expression;
    }

    /** Counted from 0; the length of the expression where something is missing at its end. */
    public int position() {
        return position;
    }

    /** The expression and, on a second line, a caret under the fault. */
    public String diagram() {
        return expression.replaceAll("\\s", " ") + "\n" + " ".repeat(position) + "^";
    }
}
