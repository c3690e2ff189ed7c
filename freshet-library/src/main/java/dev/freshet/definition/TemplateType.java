// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.template.Template;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A Mustache template: a fault in it is found before anything runs. */
record TemplateType(String label) implements ValueType<String> {

    @Override
    public @Nullable String read(YamlValue value, Findings findings) {
        String text = new TextType(label).read(value, findings);
        Optional<String> fault = text == null ? Optional.empty() : Template.fault(text);
        fault.ifPresent(why -> findings.fault(
                value, "not a Mustache template: " + why, null, "For example {{name}}, or {{#rows}}…{{/rows}}."));
        return fault.isPresent() ? null : text;
    }

    @Override
    public ObjectNode schema() {
        return new TextType(label).schema();
    }
}
