// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** What stands at the other end of OTLP over HTTP: takes spans and keeps them. */
final class OtlpReceiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Received> spans = new CopyOnWriteArrayList<>();

    OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Optional<Received> find(String name) {
        return spans.stream().filter(span -> span.name().equals(name)).findFirst();
    }

    List<String> names() {
        return spans.stream().map(Received::name).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream body = exchange.getRequestBody();
                InputStream plain = zipped ? new GZIPInputStream(body) : body) {
            ExportTraceServiceRequest.parseFrom(plain)
                    .getResourceSpansList()
                    .forEach(resource -> resource.getScopeSpansList()
                            .forEach(scope -> scope.getSpansList().forEach(span -> spans.add(Received.of(span)))));
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** A span, as far as tests look at it. */
    record Received(
            String name,
            String traceId,
            String spanId,
            String parentId,
            boolean error,
            Map<String, String> attributes) {

        private static Received of(Span span) {
            HexFormat hex = HexFormat.of();
            return new Received(
                    span.getName(),
                    hex.formatHex(span.getTraceId().toByteArray()),
                    hex.formatHex(span.getSpanId().toByteArray()),
                    hex.formatHex(span.getParentSpanId().toByteArray()),
                    span.getStatus().getCode() == io.opentelemetry.proto.trace.v1.Status.StatusCode.STATUS_CODE_ERROR,
                    span.getAttributesList().stream()
                            .collect(Collectors.toMap(field -> field.getKey(), field -> text(field.getValue()))));
        }

        private static String text(AnyValue value) {
            return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
        }
    }
}
