// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.template.Mask;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call ready to be made. Holds secrets: only {@link #toString} may be shown.
 *
 * @param body null for none
 * @param expect statuses, or classes of them, that count as success
 * @param mask hides the secrets in what is told of the call
 */
record CallRequest(
        String method,
        URI uri,
        Map<String, String> headers,
        @Nullable String body,
        List<String> expect,
        Duration timeout,
        Mask mask) {

    boolean expects(int status) {
        String exactly = Integer.toString(status);
        return expect.stream().anyMatch(one -> one.equals(exactly) || one.equals(exactly.charAt(0) + "xx"));
    }

    byte[] bytes() {
        return body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    }

    /** The same call at another address. */
    CallRequest at(URI other, String otherMethod) {
        boolean withBody = otherMethod.equals(method);
        return new CallRequest(otherMethod, other, headers, withBody ? body : null, expect, timeout, mask);
    }

    /** What is called, without secrets. */
    @Override
    public String toString() {
        return method + " " + mask.hide(uri.toString());
    }
}
