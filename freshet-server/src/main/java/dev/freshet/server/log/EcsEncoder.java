// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.freshet.Freshet;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of JSON for each event, with the field names of the Elastic Common Schema. What the thread works for stands
 * beside them: {@code run_id}, {@code job}, {@code attempt}, {@code node} and {@code trace.id}.
 *
 * <p>Spring Boot's own encoder would need Spring, which comes up long after the first lines are logged.
 */
public final class EcsEncoder extends EncoderBase<ILoggingEvent> {

    private static final byte[] NONE = {};
    private static final String TRACE_IN_CONTEXT = "trace_id";

    private final JsonMapper json = JsonMapper.shared();
    private final ThrowableProxyConverter stack = new ThrowableProxyConverter();

    @Override
    public void start() {
        stack.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NONE;
    }

    @Override
    public byte[] footerBytes() {
        return NONE;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("@timestamp", event.getInstant().toString());
        fields.put("log.level", event.getLevel().toString());
        fields.put("log.logger", event.getLoggerName());
        fields.put("message", event.getFormattedMessage());
        fields.put("process.pid", ProcessHandle.current().pid());
        fields.put("process.thread.name", event.getThreadName());
        fields.put("service.name", "freshet");
        fields.put("service.version", Freshet.version());
        event.getMDCPropertyMap()
                .forEach((key, value) -> fields.put(key.equals(TRACE_IN_CONTEXT) ? "trace.id" : key, value));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            fields.put("error.type", thrown.getClassName());
            fields.put("error.message", String.valueOf(thrown.getMessage()));
            fields.put("error.stack_trace", stack.convert(event));
        }
        fields.put("ecs.version", "8.11");
        return (json.writeValueAsString(fields) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
