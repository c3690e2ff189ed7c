// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.RunningStatement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Carries the notices of running statements into the logs of their runs while they run. */
public final class NoticeWatch {

    private final Set<Watching> watched = ConcurrentHashMap.newKeySet();

    /** Watches a statement until the result is closed; what came last is read then. */
    public Watching watch(RunningStatement statement, RunLog log) {
        Watching watching = new Watching(statement, log);
        watched.add(watching);
        return watching;
    }

    /** Reads what arrived since the last time. */
    void poll() {
        watched.forEach(Watching::read);
    }

    private static LogLevel level(String severity) {
        return switch (severity) {
            case "WARNING" -> LogLevel.WARN;
            case "INFO" -> LogLevel.INFO;
            case "DEBUG" -> LogLevel.DEBUG;
            default -> LogLevel.NOTICE;
        };
    }

    /** A statement under watch. */
    public final class Watching implements AutoCloseable {
        private final RunningStatement statement;
        private final RunLog log;

        private Watching(RunningStatement statement, RunLog log) {
            this.statement = statement;
            this.log = log;
        }

        private synchronized void read() {
            statement.readNotices().forEach(notice -> log.log(level(notice.severity()), notice.message()));
        }

        @Override
        public void close() {
            watched.remove(this);
            read();
        }
    }
}
