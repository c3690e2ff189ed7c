// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.definition.HttpCall;
import dev.freshet.error.FreshetException;
import dev.freshet.template.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Posts JSON to webhooks. Thread-safe. */
public final class WebhookCaller implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int CHARACTERS_SHOWN = 200;

    private final HttpCaller caller = new HttpCaller();
    private final CallComposer composer;

    /** @param agent what the service calls itself */
    public WebhookCaller(Secrets secrets, String agent) {
        composer = new CallComposer(secrets, agent);
    }

    /**
     * Posts once.
     *
     * @param url with {@code ${NAME}} for secrets
     * @param asksToEnd whether to hang up
     * @return null when the other side took it, else why not, without secrets
     */
    public @Nullable String post(String url, String idempotencyKey, String json, BooleanSupplier asksToEnd) {
        try {
            HttpCall call = new HttpCall(url, "POST", Map.of(), null, HttpCall.DEFAULT_EXPECT, TIMEOUT);
            CallRequest composed = composer.compose(call, Map.of(), Map.of("Idempotency-Key", idempotencyKey));
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(composed.headers());
            headers.put("Content-Type", "application/json; charset=utf-8");
            CallRequest request = new CallRequest(
                    composed.method(),
                    composed.uri(),
                    headers,
                    json,
                    composed.expect(),
                    composed.timeout(),
                    composed.mask());
            return switch (caller.call(request, asksToEnd)) {
                case CallResult.Answered answer -> request.expects(answer.status()) ? null : refused(request, answer);
                case CallResult.Unanswered unanswered -> request + " got no answer: " + unanswered.why();
                case CallResult.Ended ended -> "this node stopped while " + request + " was made";
            };
        } catch (FreshetException e) {
            return e.getMessage();
        }
    }

    @Override
    public void close() {
        caller.close();
    }

    private static String refused(CallRequest request, CallResult.Answered answer) {
        String said = new String(answer.body(), StandardCharsets.UTF_8)
                .replaceAll("\\s+", " ")
                .strip();
        String shown = said.length() > CHARACTERS_SHOWN ? said.substring(0, CHARACTERS_SHOWN) + "…" : said;
        return request + " answered " + HttpStatus.text(answer.status()) + (shown.isEmpty() ? "" : ": " + shown);
    }
}
