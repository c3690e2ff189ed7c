// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.trace;

import dev.freshet.Freshet;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry, set up by its standard variables; what it still holds is sent when it is closed. */
public final class Traces implements AutoCloseable {

    private static final String PARENT = "traceparent";
    private static final long CLOSE_WITHIN_SECONDS = 3;
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "freshet",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final TextMapPropagator propagator = W3CTraceContextPropagator.getInstance();

    private Traces(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        tracer = sdk.getTracer("dev.freshet", Freshet.version());
    }

    static Traces open() {
        OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> DEFAULTS)
                .addResourceCustomizer((resource, config) -> resource.merge(Resource.create(Attributes.builder()
                        .put("service.version", Freshet.version())
                        .build())))
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
        return new Traces(sdk);
    }

    /** Makes spans of what a node does. */
    public WorkTraces work() {
        return new WorkTraces(this);
    }

    Tracer tracer() {
        return tracer;
    }

    /** The trace a caller works in. */
    <C> Context extract(C carrier, TextMapGetter<C> getter) {
        return propagator.extract(Context.root(), carrier, getter);
    }

    /** The trace a run was asked for in; the root where there was none. */
    Context extract(@Nullable String parent) {
        return parent == null ? Context.root() : extract(Map.of(PARENT, parent), new MapGetter());
    }

    /** The trace the calling thread works in, or null. */
    @Nullable
    String currentParent() {
        Map<String, String> fields = new HashMap<>();
        propagator.inject(Context.current(), fields, (map, key, value) -> {
            if (map != null) {
                map.put(key, value);
            }
        });
        return fields.get(PARENT);
    }

    @Override
    public void close() {
        sdk.shutdown().join(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    private static final class MapGetter implements TextMapGetter<Map<String, String>> {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    }
}
