// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.definition.HttpCall;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.template.Escape;
import dev.freshet.template.Mask;
import dev.freshet.template.SecretText;
import dev.freshet.template.Secrets;
import dev.freshet.template.Template;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes requests of declared calls. */
final class CallComposer {

    private static final String CONTENT_TYPE = "Content-Type";

    private final Secrets secrets;
    private final String agent;

    /** @param agent what the service calls itself */
    CallComposer(Secrets secrets, String agent) {
        this.secrets = secrets;
        this.agent = agent;
    }

    /**
     * @param values for the templates
     * @param about headers that say which run it is; the declared ones win over them
     * @throws FreshetException INVALID_ARGUMENT where a value or a secret is missing, or the address is none
     */
    CallRequest compose(HttpCall call, Map<String, ? extends @Nullable Object> values, Map<String, String> about) {
        Mask mask = new Mask();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(about);
        headers.put("User-Agent", agent);
        call.headers().forEach((name, value) -> headers.put(name, header(name, value, values, mask)));
        String body = call.body() == null ? null : body(call.body(), headers, values);
        URI uri = address(SecretText.compile(call.url(), Escape.URL).render(values, secrets, mask), mask);
        return new CallRequest(call.method(), uri, headers, body, call.expect(), call.timeout(), mask);
    }

    private String header(String name, String source, Map<String, ? extends @Nullable Object> values, Mask mask) {
        String value = SecretText.compile(source, Escape.NONE)
                .render(values, secrets, mask)
                .strip();
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Header " + name + " would have more than one line; a header's value is one line of text.");
        }
        return value;
    }

    private static String body(
            String source, Map<String, String> headers, Map<String, ? extends @Nullable Object> values) {
        String type = headers.computeIfAbsent(CONTENT_TYPE, absent -> "application/json");
        return Template.compile(source, Escape.of(type)).render(values);
    }

    private static URI address(String text, Mask mask) {
        try {
            URI uri = new URI(text.strip());
            String scheme = uri.getScheme();
            if (uri.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
                if (uri.getRawUserInfo() == null) {
                    return uri;
                }
                throw refused(text, mask, "holds a user; put credentials into headers: instead");
            }
            throw refused(text, mask, "is none that can be called; expected http:// or https:// and a host");
        } catch (URISyntaxException e) {
            throw refused(text, mask, "is no URL; a value belongs into {{…}}, which encodes it, not {{{…}}}");
        }
    }

    private static FreshetException refused(String text, Mask mask, String why) {
        return new FreshetException(ErrorCode.INVALID_ARGUMENT, "The address " + mask.hide(text) + " " + why + ".");
    }
}
