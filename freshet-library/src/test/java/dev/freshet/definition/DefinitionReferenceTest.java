// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference lists every key as the reader knows it, and its examples are right. */
class DefinitionReferenceTest {

    private static final String FILE = "docs/reference/definitions.md";
    private static final Pattern BLOCK =
            Pattern.compile("(<!-- keys: ([a-z-]+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void listsEveryKeyWithTypeAndDefault() throws IOException {
        String written = Files.readString(GeneratedFile.path(FILE));
        List<String> seen = new ArrayList<>();
        String generated = BLOCK.matcher(written).replaceAll(match -> {
            seen.add(match.group(2));
            return Matcher.quoteReplacement(match.group(1)
                    + table(Objects.requireNonNull(shapes().get(match.group(2)), match.group(2)))
                    + match.group(3));
        });
        assertThat(seen).containsExactlyInAnyOrderElementsOf(shapes().keySet());
        GeneratedFile.check(FILE, generated);
    }

    @Test
    void showsOnlyExamplesThatAreRight() throws IOException {
        Matcher examples = YAML.matcher(Files.readString(GeneratedFile.path(FILE)));
        List<String> read = new ArrayList<>();
        while (examples.find()) {
            String yaml = examples.group(1);
            assertThat(Reading.faults(yaml)).as(yaml).isEmpty();
            read.add(yaml);
        }
        assertThat(read).isNotEmpty();
    }

    @Test
    void givesAnExampleForEveryKeyThatTheKeyAccepts() {
        shapes().values()
                .forEach(shape -> shape.keys().forEach(key -> {
                    Findings findings = new Findings();
                    YamlValue root = YamlSyntax.parse(new DefinitionSource("example", "v: " + key.example()), findings)
                            .orElseThrow();
                    Object value = key.type()
                            .read(YamlMapping.entries(root, findings).getFirst().value(), findings);
                    assertThat(findings.faults()).as(key.name()).isEmpty();
                    assertThat(value).as(key.name()).isNotNull();
                }));
    }

    private static Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("job", JobKeys.SHAPE);
        shapes.put("view", ViewKeys.SHAPE);
        shapes.put("group", GroupKeys.SHAPE);
        shapes.put("database", DatabaseKeys.SHAPE);
        shapes.put("channel", ChannelKeys.SHAPE);
        shapes.put("retention", RetentionKeys.SHAPE);
        shapes.put("retries", RetriesType.SHAPE);
        shapes.put("dst", DstType.SHAPE);
        shapes.put("promise", FreshnessType.SHAPE);
        shapes.put("window", PromiseWindowType.SHAPE);
        shapes.put("http-call", HttpCallKeys.SHAPE);
        shapes.put("process", ItemProcessType.SHAPE);
        shapes.put("check", CheckType.SHAPE);
        shapes.put("tracked-table", TrackedTableType.SHAPE);
        return shapes;
    }

    private static String table(Shape shape) {
        StringBuilder table =
                new StringBuilder("| Key | Value | Default | Meaning | Example |\n|---|---|---|---|---|\n");
        for (Key<?> key : shape.keys()) {
            table.append("| `%s` | %s | %s | %s | `%s` |\n"
                    .formatted(key.name(), key.type().label(), key.defaultText(), key.description(), key.example()));
        }
        return table.toString();
    }
}
