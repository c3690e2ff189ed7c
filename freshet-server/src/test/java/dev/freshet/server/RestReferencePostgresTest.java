// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.security.RouteRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.JsonNode;

/** The reference of the API is what OpenAPI knows of it; {@code -Dfreshet.update=true} makes it anew. */
class RestReferencePostgresTest {

    private static final Path FILE =
            Path.of(System.getProperty("freshet.root", "..")).resolve("docs/reference/rest.md");
    private static final Pattern BLOCK =
            Pattern.compile("(<!-- (calls|shapes) -->\n).*?(<!-- end -->)", Pattern.DOTALL);
    private static final String SCHEMAS = "#/components/schemas/";

    @TempDir
    Path home;

    @Test
    void listsEveryCallWithItsRoleAndItsAnswer() throws IOException {
        String generated;
        try (RunningServer service = RunningServer.start(home)) {
            JsonNode api = service.get("/api/openapi.json");
            Map<String, String> blocks = Map.of("calls", calls(api), "shapes", shapes(api));
            generated = BLOCK.matcher(Files.readString(FILE))
                    .replaceAll(match -> Matcher.quoteReplacement(
                            match.group(1) + Objects.requireNonNull(blocks.get(match.group(2))) + match.group(3)));
        }
        if (Boolean.getBoolean("freshet.update")) {
            Files.writeString(FILE, generated);
        }
        assertThat(FILE)
                .as("make it anew with -Dfreshet.update=true")
                .usingCharset("UTF-8")
                .hasContent(generated);
        assertThat(generated).contains("### jobs", "`POST /api/jobs/{job}/runs` – operator");
    }

    private static String calls(JsonNode api) {
        Map<String, Map<String, String>> byTag = new TreeMap<>();
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String tag = operation.getValue().path("tags").path(0).asString("other");
                    byTag.computeIfAbsent(tag, name -> new TreeMap<>())
                            .put(
                                    path.getKey() + " " + operation.getKey(),
                                    call(path.getKey(), operation.getKey(), operation.getValue()));
                }));
        return byTag.entrySet().stream()
                .map(tag -> "### " + tag.getKey() + "\n\n"
                        + String.join("", tag.getValue().values()))
                .collect(Collectors.joining());
    }

    private static String call(String path, String method, JsonNode operation) {
        StringBuilder text = new StringBuilder(
                "`%s %s` – %s  \n".formatted(method.toUpperCase(Locale.ROOT), path, role(path, method)));
        text.append(operation.path("summary").asString("")).append(".");
        String more = operation.path("description").asString("");
        text.append(more.isEmpty() ? "" : " " + more + ".").append('\n');
        operation
                .path("parameters")
                .forEach(parameter -> text.append("- `%s` (%s)%s\n"
                        .formatted(
                                parameter.get("name").asString(),
                                type(parameter.path("schema")),
                                parameter.path("required").asBoolean(false) ? "" : ", optional")));
        JsonNode body = operation.path("requestBody").path("content");
        body.properties().stream()
                .findFirst()
                .ifPresent(content -> text.append("- body: ")
                        .append(type(content.getValue().path("schema")))
                        .append('\n'));
        String answers = answers(operation);
        text.append(answers.isEmpty() ? "" : "- answers " + answers + "\n");
        return text.append('\n').toString();
    }

    private static String answers(JsonNode operation) {
        return operation.path("responses").properties().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .flatMap(response -> response.getValue().path("content").properties().stream()
                        .limit(1)
                        .map(content -> type(content.getValue().path("schema"))))
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    /** Only shapes that callers meet: those of answers and bodies, and what these are made of. */
    private static String shapes(JsonNode api) {
        StringBuilder text = new StringBuilder();
        for (String name : new TreeSet<>(api.path("components").path("schemas").propertyNames())) {
            JsonNode properties =
                    api.path("components").path("schemas").path(name).path("properties");
            if (properties.isEmpty()) {
                continue;
            }
            text.append("#### ").append(name).append("\n\n");
            properties.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(property ->
                            text.append("- `%s` (%s)\n".formatted(property.getKey(), type(property.getValue()))));
            text.append('\n');
        }
        return text.toString();
    }

    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            String name = schema.get("$ref").asString().substring(SCHEMAS.length());
            return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
        }
        if (schema.path("type").asString("").equals("array")) {
            return "list of " + type(schema.path("items"));
        }
        if (schema.has("enum")) {
            return StreamSupport.stream(schema.get("enum").spliterator(), false)
                    .map(value -> "`" + value.asString() + "`")
                    .collect(Collectors.joining(", "));
        }
        String format = schema.path("format").asString("");
        return switch (format) {
            case "date-time" -> "time";
            case "" -> schema.path("type").asString("anything");
            default -> schema.path("type").asString("anything");
        };
    }

    private static String role(String path, String method) {
        PathContainer asked = PathContainer.parsePath(path.replaceAll("\\{[^}]+\\}", "x"));
        return RouteRole.TABLE.stream()
                .filter(row -> row.method() == null || row.method().name().equalsIgnoreCase(method))
                .filter(row ->
                        PathPatternParser.defaultInstance.parse(row.pattern()).matches(asked))
                .findFirst()
                .map(row -> row.role() == null ? "nobody" : row.role().id())
                .orElseThrow();
    }
}
