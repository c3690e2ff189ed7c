// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.util.Locale;

/** Levels of log lines; {@code NOTICE} is what PostgreSQL sent. */
public enum LogLevel {
    DEBUG,
    INFO,
    NOTICE,
    WARN,
    ERROR;

    /** As stored and shown: {@code info}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
