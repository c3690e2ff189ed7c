// SPDX-License-Identifier: Apache-2.0
/**
 * OpenTelemetry traces of requests, attempts and refreshes, where {@code OTEL_EXPORTER_OTLP_ENDPOINT} says where to send
 * them. Without it nothing of OpenTelemetry is even loaded. {@link dev.freshet.server.trace.Traces} is the entrance.
 */
@NullMarked
package dev.freshet.server.trace;

import org.jspecify.annotations.NullMarked;
