// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/** A span for each request, but those that only ask whether all is well. */
final class RequestTraceFilter extends OncePerRequestFilter {

    private static final int SERVER_ERROR = 500;

    private final Traces traces;

    RequestTraceFilter(Traces traces) {
        this.traces = traces;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/health/") || path.equals("/metrics");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Span span = traces.tracer()
                .spanBuilder(request.getMethod())
                .setParent(traces.extract(request, new HeaderGetter()))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", request.getMethod())
                .setAttribute("url.path", request.getRequestURI())
                .setAttribute("url.scheme", request.getScheme())
                .startSpan();
        MDC.put(WorkTraces.TRACE_ID, span.getSpanContext().getTraceId());
        try (Scope scope = span.makeCurrent()) {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(WorkTraces.TRACE_ID);
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new EndOfStream(span, request, response));
            } else {
                end(span, request, response);
            }
        }
    }

    private static void end(Span span, HttpServletRequest request, HttpServletResponse response) {
        // Never the path itself as a name: there are as many as there are runs.
        Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (route != null) {
            span.updateName(request.getMethod() + " " + route);
            span.setAttribute("http.route", route.toString());
        }
        span.setAttribute("http.response.status_code", (long) response.getStatus());
        if (response.getStatus() >= SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    private record EndOfStream(Span span, HttpServletRequest request, HttpServletResponse response)
            implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            end(span, request, response);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            span.addEvent("timeout");
        }

        @Override
        public void onError(AsyncEvent event) {
            span.addEvent("error");
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }

    private static final class HeaderGetter implements TextMapGetter<HttpServletRequest> {
        @Override
        public Iterable<String> keys(HttpServletRequest request) {
            return Collections.list(request.getHeaderNames());
        }

        @Override
        public @Nullable String get(@Nullable HttpServletRequest request, String key) {
            return request == null ? null : request.getHeader(key);
        }
    }
}
