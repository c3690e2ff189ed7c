// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of an HTTP call: of an {@code http} job, and of mappings that describe one. */
final class HttpCallKeys {

    private static final String FOR_HTTP = "required for type `http`";

    static final Key<String> URL = Key.optional(
            "url",
            new UrlType(),
            FOR_HTTP,
            "What is called; a Mustache template over the run's parameters. `${NAME}` is an environment variable.",
            "\"https://billing.example/settle?day={{logical_time}}\"");
    static final Key<String> METHOD =
            Key.withDefault("method", new HttpMethodType(), HttpCall.DEFAULT_METHOD, "The method of the call.", "GET");
    static final Key<Map<String, String>> HEADERS = Key.optional(
            "headers",
            new MapType<>(new TextType("text"), "headers", MapType.HEADER),
            "none",
            "Headers of the call. `${NAME}` is an environment variable: keep secrets there.",
            "{ Authorization: \"Bearer ${BILLING_TOKEN}\" }");
    static final Key<String> BODY = Key.optional(
            "body",
            new TemplateType("text"),
            "none",
            "What is sent; a Mustache template over the run's parameters.",
            "'{\"day\": \"{{logical_time}}\"}'");
    static final Key<List<String>> EXPECT = Key.withDefault(
            "expect",
            new ListType<>(new HttpStatusType(), "statuses of HTTP"),
            HttpCall.DEFAULT_EXPECT,
            "Which answers count as success.",
            "[2xx, 404]");
    static final Key<Duration> REQUEST_TIMEOUT = Key.withDefault(
            "request-timeout",
            new DurationType(Duration.ofMillis(1), Duration.ofDays(1)),
            HttpCall.DEFAULT_TIMEOUT,
            "How long an answer may take.",
            "2m");

    static final List<Key<?>> ALL = List.of(URL, METHOD, HEADERS, BODY, EXPECT, REQUEST_TIMEOUT);

    static final Shape SHAPE = new Shape("HTTP call", ALL, List.of(), Map.of(), List.of());

    private HttpCallKeys() {}

    /** The call these fields describe; null without a URL. */
    static @Nullable HttpCall read(Fields fields) {
        String url = fields.find(URL);
        String method = fields.value(METHOD);
        Map<String, String> headers = fields.find(HEADERS);
        String body = fields.find(BODY);
        List<String> expect = fields.value(EXPECT);
        Duration timeout = fields.value(REQUEST_TIMEOUT);
        return url == null
                ? null
                : new HttpCall(url, method, headers == null ? Map.of() : headers, body, expect, timeout);
    }
}
