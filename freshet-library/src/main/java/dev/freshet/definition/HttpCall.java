// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a URL, as declared. Address, header values and body are Mustache templates over the run's parameters
 * ({@code {{logical_time}}}); {@code ${NAME}} in address and header values stands for an environment variable of the node,
 * read when the call is made and never stored.
 *
 * @param method in capitals, for example {@code POST}
 * @param headers by name, in the order they were declared
 * @param body null for none
 * @param expect status codes, or classes such as {@code 2xx}, that count as success
 * @param timeout how long an answer may take
 */
public record HttpCall(
        String url,
        String method,
        Map<String, String> headers,
        @Nullable String body,
        List<String> expect,
        Duration timeout) {

    public static final String DEFAULT_METHOD = "POST";
    public static final List<String> DEFAULT_EXPECT = List.of("2xx");
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    public HttpCall {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        expect = List.copyOf(expect);
    }
}
