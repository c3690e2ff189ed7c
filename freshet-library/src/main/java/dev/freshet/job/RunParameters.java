// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * A run's parameters as stored. PostgreSQL stores JSON that nobody here reads, such as what is nested a thousand deep;
 * one such run must not stand in the way of the others, wherever many are read at once.
 */
public final class RunParameters {

    private RunParameters() {}

    /**
     * What is stored, by name.
     *
     * @throws FreshetException INVALID_ARGUMENT when it cannot be read
     */
    public static Map<String, Object> read(String json) {
        Map<String, Object> read = readOrTell(json);
        if (read instanceof Unreadable unreadable) {
            throw new FreshetException(ErrorCode.INVALID_ARGUMENT, unreadable.why + " " + Unreadable.ADVICE);
        }
        return read;
    }

    static Map<String, Object> readOrTell(String json) {
        try {
            return RunJson.map(json);
        } catch (JacksonException e) {
            return new Unreadable("The parameters cannot be read: " + e.getOriginalMessage());
        }
    }

    /** What stands in the place of parameters that cannot be read: it shows why, and nobody works with it. */
    static final class Unreadable extends AbstractMap<String, Object> {

        static final String ADVICE = "Pass large or deep values in a table, and their key as a parameter.";

        private final String why;

        private Unreadable(String why) {
            this.why = why;
        }

        RunError error() {
            return RunError.of(why, ADVICE);
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return Set.of(Map.entry("unreadable", why));
        }
    }
}
