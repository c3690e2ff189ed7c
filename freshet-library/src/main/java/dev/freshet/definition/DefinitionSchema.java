// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema (draft 2020-12) of definition files, made of the same keys that the reader reads. */
public final class DefinitionSchema {

    private DefinitionSchema() {}

    /** The schema, indented, with a line end. */
    public static String json() {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tree()) + "\n";
    }

    private static ObjectNode tree() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Freshet definitions");
        schema.put("type", "object");
        ObjectNode sections = schema.putObject("properties");
        sections.putObject(SectionReader.VERSION_KEY)
                .put("const", Integer.parseInt(SectionReader.VERSION))
                .put("description", "Version of the format.");
        sections.set(SectionReader.JOBS, named("Jobs by name.", job()));
        sections.set(SectionReader.VIEWS, named("Materialized views by name.", orNothing(ViewKeys.SHAPE)));
        sections.set(SectionReader.GROUPS, named("Groups of views by name.", orNothing(GroupKeys.SHAPE)));
        sections.set(
                SectionReader.DATABASES,
                named("Databases from which applications enqueue runs.", DatabaseKeys.SHAPE.schema()));
        sections.set(SectionReader.ALERTS, named("Where alerts are told, by name.", ChannelKeys.schema()));
        sections.set(
                SectionReader.RETENTION,
                orNothing(RetentionKeys.SHAPE).put("description", "How long history is kept."));
        for (String later : SectionReader.LATER) {
            sections.putObject(later).put("description", "Not available in this version; ignored.");
        }
        schema.put("additionalProperties", false);
        schema.putArray("required").add(SectionReader.VERSION_KEY);
        return schema;
    }

    private static ObjectNode job() {
        ObjectNode job = JobKeys.SHAPE.schema();
        ArrayNode byType = job.putArray("allOf");
        for (JobKeys.Type type : JobKeys.Type.values()) {
            JobKeys.TypeKeys own = Objects.requireNonNull(JobKeys.TYPES.get(type));
            ObjectNode rule = byType.addObject();
            ArrayNode required = when(rule, JobKeys.TYPE.type().print(type)).putArray("required");
            own.required().forEach(key -> required.add(key.name()));
            ObjectNode properties = then(rule);
            JobKeys.TYPES.values().stream()
                    .flatMap(JobKeys.TypeKeys::all)
                    .distinct()
                    .filter(key -> own.all().noneMatch(key::equals))
                    .forEach(key -> properties.put(key.name(), false));
        }
        return job;
    }

    /** Adds a condition on the type; returns what follows from it. */
    private static ObjectNode when(ObjectNode rule, String type) {
        rule.putObject("if")
                .putObject("properties")
                .putObject(JobKeys.TYPE.name())
                .put("const", type);
        return rule.putObject("then");
    }

    private static ObjectNode then(ObjectNode rule) {
        return rule.withObject("/then").putObject("properties");
    }

    private static ObjectNode named(String description, ObjectNode body) {
        ObjectNode section = JsonNodeFactory.instance.objectNode();
        section.putArray("type").add("object").add("null");
        section.put("description", description);
        section.putObject("patternProperties").set(NameType.PATTERN, body);
        section.put("additionalProperties", false);
        return section;
    }

    private static ObjectNode orNothing(Shape shape) {
        ObjectNode schema = shape.schema();
        schema.putArray("type").add("object").add("null");
        return schema;
    }
}
