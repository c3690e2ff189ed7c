// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Definitions as what is stored of them: a JSON body under each name. */
final class DefinitionBodies {

    private DefinitionBodies() {}

    /** Jobs, groups, views, databases, channels and settings; settings only where they differ from the defaults. */
    static Map<DefinitionName, JsonNode> of(Definitions definitions) {
        Map<DefinitionName, JsonNode> bodies = new LinkedHashMap<>();
        definitions.jobs().forEach(job -> bodies.put(name(DefinitionKind.JOB, job.name()), DefinitionJson.tree(job)));
        definitions
                .groups()
                .forEach(group -> bodies.put(name(DefinitionKind.GROUP, group.name()), DefinitionJson.tree(group)));
        definitions
                .views()
                .forEach(view -> bodies.put(name(DefinitionKind.VIEW, view.name()), DefinitionJson.tree(view)));
        definitions
                .databases()
                .forEach(database ->
                        bodies.put(name(DefinitionKind.DATABASE, database.name()), DefinitionJson.tree(database)));
        definitions
                .channels()
                .forEach(
                        channel -> bodies.put(name(DefinitionKind.CHANNEL, channel.name()), ChannelJson.tree(channel)));
        if (!definitions.retention().equals(RetentionDefinition.DEFAULT)) {
            bodies.put(DefinitionName.RETENTION, DefinitionJson.tree(definitions.retention()));
        }
        return bodies;
    }

    static Definitions definitions(Map<DefinitionName, JsonNode> bodies) {
        JsonNode retention = bodies.get(DefinitionName.RETENTION);
        return new Definitions(
                texts(bodies, DefinitionKind.JOB).map(DefinitionJson::job).toList(),
                texts(bodies, DefinitionKind.VIEW).map(DefinitionJson::view).toList(),
                texts(bodies, DefinitionKind.GROUP).map(DefinitionJson::group).toList(),
                texts(bodies, DefinitionKind.DATABASE)
                        .map(DefinitionJson::database)
                        .toList(),
                bodies.entrySet().stream()
                        .filter(entry -> entry.getKey().kind() == DefinitionKind.CHANNEL)
                        .map(entry -> ChannelJson.channel(entry.getValue()))
                        .toList(),
                retention == null ? RetentionDefinition.DEFAULT : DefinitionJson.retention(retention.toString()));
    }

    private static Stream<String> texts(Map<DefinitionName, JsonNode> bodies, DefinitionKind kind) {
        return bodies.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .map(entry -> entry.getValue().toString());
    }

    private static DefinitionName name(DefinitionKind kind, String name) {
        return new DefinitionName(kind, name);
    }
}
