// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.MDC;

/** What every line that a thread logs while it works for a run carries: {@code run_id}, {@code job}, {@code attempt}, {@code node}. */
public final class LogContext implements AutoCloseable {

    private final Map<String, String> before;

    private LogContext(Map<String, String> before) {
        this.before = before;
    }

    /** Until it is closed, what the calling thread logs belongs to this attempt. */
    public static LogContext of(RunContext run) {
        Map<String, String> now = MDC.getCopyOfContextMap();
        Map<String, String> before = now == null ? Map.of() : new HashMap<>(now);
        MDC.put("run_id", Long.toString(run.run().id()));
        MDC.put("job", run.job().name());
        MDC.put("attempt", Integer.toString(run.run().attempt()));
        MDC.put("node", Long.toString(run.nodeId()));
        return new LogContext(before);
    }

    @Override
    public void close() {
        MDC.setContextMap(before);
    }
}
