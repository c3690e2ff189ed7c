// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The address of a webhook: a URL in which environment variables stand for what is secret. */
record WebhookType() implements ValueType<String> {

    private static final UrlType URL = new UrlType();

    @Override
    public @Nullable String read(YamlValue value, Findings findings) {
        String url = URL.read(value, findings);
        if (url != null && url.contains("{{")) {
            findings.fault(
                    value,
                    "a webhook's URL has no values to fill in",
                    null,
                    "Write ${NAME} for an environment variable of the nodes.");
            return null;
        }
        return url;
    }

    @Override
    public ObjectNode schema() {
        return URL.schema();
    }

    @Override
    public String label() {
        return "URL";
    }
}
