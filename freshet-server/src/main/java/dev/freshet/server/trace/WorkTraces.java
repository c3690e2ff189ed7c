// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.trace;

import dev.freshet.event.AttemptBegin;
import dev.freshet.event.AttemptEnd;
import dev.freshet.event.NodeObserver;
import dev.freshet.event.RefreshBegin;
import dev.freshet.event.RefreshResult;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A span for each attempt, in the trace of whoever asked for the run, and below it one for each view refreshed. */
public final class WorkTraces implements NodeObserver {

    static final String TRACE_ID = "trace_id";

    private static final AttributeKey<Long> RUN_ID = AttributeKey.longKey("freshet.run.id");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("freshet.attempt");
    private static final AttributeKey<Long> NODE_ID = AttributeKey.longKey("freshet.node.id");

    private final Traces traces;
    private final Map<Long, Context> attempts = new ConcurrentHashMap<>();

    WorkTraces(Traces traces) {
        this.traces = traces;
    }

    @Override
    public Watch<AttemptEnd> attemptBegins(AttemptBegin begin) {
        SpanBuilder builder = traces.tracer()
                .spanBuilder("run " + begin.job())
                .setParent(traces.extract(begin.traceParent()))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(RUN_ID, begin.runId())
                .setAttribute("freshet.job", begin.job())
                .setAttribute("freshet.job.type", begin.jobType())
                .setAttribute(ATTEMPT, (long) begin.attempt())
                .setAttribute(NODE_ID, begin.nodeId())
                .setAttribute("freshet.trigger", begin.trigger())
                .setAttribute("freshet.queue.wait_ms", begin.waited().toMillis());
        if (begin.upstreamRunId() != null) {
            builder.setAttribute("freshet.upstream.run.id", begin.upstreamRunId());
        }
        if (begin.scheduledFor() != null) {
            builder.setAttribute("freshet.scheduled_for", begin.scheduledFor().toString());
        }
        Span span = builder.startSpan();
        attempts.put(begin.attemptId(), span.storeInContext(Context.root()));
        MDC.put(TRACE_ID, span.getSpanContext().getTraceId());
        return end -> {
            attempts.remove(begin.attemptId());
            span.setAttribute("freshet.outcome", end.outcome().id());
            describe(span, end.sqlState(), end.error());
            span.end();
        };
    }

    @Override
    public Watch<RefreshResult> refreshBegins(RefreshBegin begin) {
        SpanBuilder builder = traces.tracer()
                .spanBuilder("refresh " + begin.view())
                .setParent(attempts.getOrDefault(begin.attemptId(), Context.root()))
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(RUN_ID, begin.runId())
                .setAttribute("freshet.view", begin.view())
                .setAttribute("db.system.name", "postgresql")
                .setAttribute("db.operation.name", "REFRESH MATERIALIZED VIEW")
                .setAttribute("db.collection.name", begin.view());
        if (begin.group() != null) {
            builder.setAttribute("freshet.group", begin.group());
        }
        Span span = builder.startSpan();
        MDC.put(TRACE_ID, span.getSpanContext().getTraceId());
        return end -> {
            span.setAttribute("freshet.refresh.status", end.status());
            if (end.rows() != null) {
                span.setAttribute("freshet.view.rows", end.rows());
            }
            describe(span, end.sqlState(), end.error());
            span.end();
        };
    }

    @Override
    public @Nullable String traceParent() {
        return traces.currentParent();
    }

    private static void describe(Span span, @Nullable String sqlState, @Nullable String error) {
        if (sqlState != null) {
            span.setAttribute("db.response.status_code", sqlState);
        }
        if (error != null) {
            span.setStatus(StatusCode.ERROR, error);
        }
    }
}
