// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.error.FreshetException;
import dev.freshet.mail.MailSettings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Somebody's address: {@code ops@shop.example}, or {@code Ops <ops@shop.example>}. */
record EmailAddressType() implements ValueType<String> {

    @Override
    public @Nullable String read(YamlValue value, Findings findings) {
        String text = value.text();
        if (text == null) {
            findings.fault(value, "expected an e-mail address, not " + value.kind(), null, null);
            return null;
        }
        try {
            MailSettings.checkAddress("The address", text);
            return text;
        } catch (FreshetException e) {
            findings.fault(value, "'" + text + "' is no e-mail address", null, "Expected name@host.");
            return null;
        }
    }

    @Override
    public ObjectNode schema() {
        return ValueType.schemaOf("string").put("pattern", "@");
    }

    @Override
    public String label() {
        return "e-mail address";
    }
}
