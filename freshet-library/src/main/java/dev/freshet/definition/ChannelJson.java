// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Channels as they are stored, and back. */
final class ChannelJson {

    private ChannelJson() {}

    static ObjectNode tree(ChannelDefinition channel) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("name", channel.name());
        DefinitionJson.putText(tree, "owner", channel.owner());
        DefinitionJson.putText(tree, "webhook", channel.webhook());
        tree.set("email", DefinitionJson.array(channel.email()));
        tree.put("log", channel.log());
        tree.set(
                "on",
                DefinitionJson.array(channel.on().stream().map(AlertKind::id).toList()));
        tree.set("only", DefinitionJson.array(channel.only()));
        DefinitionJson.putDuration(tree, "remind", channel.remind());
        return tree;
    }

    static ChannelDefinition channel(JsonNode tree) {
        JsonFields fields = new JsonFields(tree);
        return new ChannelDefinition(
                fields.text("name"),
                fields.nullableText("webhook"),
                fields.texts("email"),
                fields.bool("log"),
                // A newer version may know more kinds.
                fields.texts("on").stream()
                        .flatMap(id -> AlertKind.find(id).stream())
                        .toList(),
                fields.texts("only"),
                fields.nullableText("owner"),
                fields.nullableDuration("remind"));
    }
}
