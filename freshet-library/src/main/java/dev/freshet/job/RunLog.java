// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

/** Where an attempt writes its log. Thread-safe; lines reach the database within a fraction of a second. */
public interface RunLog {

    void log(LogLevel level, String message);

    default void info(String message) {
        log(LogLevel.INFO, message);
    }

    default void warn(String message) {
        log(LogLevel.WARN, message);
    }

    default void error(String message) {
        log(LogLevel.ERROR, message);
    }
}
