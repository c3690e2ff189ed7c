// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.trace;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether traces are wanted, found out without loading anything of OpenTelemetry. */
public final class TraceSwitch {

    private static final List<String> ENDPOINTS =
            List.of("otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint");

    private TraceSwitch() {}

    /** The traces, where an environment variable (or system property) says where to send them. */
    public static Optional<Traces> open() {
        boolean wanted = ENDPOINTS.stream().anyMatch(name -> setting(name) != null)
                && !"true".equalsIgnoreCase(setting("otel.sdk.disabled"));
        return wanted ? Optional.of(Traces.open()) : Optional.empty();
    }

    private static @Nullable String setting(String name) {
        String property = System.getProperty(name);
        String value = property != null
                ? property
                : System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'));
        return value == null || value.isBlank() ? null : value;
    }
}
