// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Parses YAML 1.2 into a tree that keeps its places; a syntax error is a fault with line and column. */
final class YamlSyntax {

    private static final int MAX_ALIASES = 1_000;
    private static final int MAX_CHARACTERS = 10_000_000;

    private YamlSyntax() {}

    /** The file's root; empty when it holds nothing or is not YAML. */
    static Optional<YamlValue> parse(DefinitionSource source, Findings findings) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source.path())
                .setSchema(new UnmergedSchema())
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(source.content());
            return root.map(node -> new YamlValue(source.path(), "", node));
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            int line = mark.map(Mark::getLine).orElse(0);
            Place place =
                    new Place(source.path(), line + 1, mark.map(Mark::getColumn).orElse(0) + 1);
            String context = e.getContext() == null || e.getContext().isBlank() ? "" : e.getContext() + ", ";
            findings.fault(place, "", "not YAML: " + context + e.getProblem(), null, remedy(source, line));
        } catch (YamlEngineException e) {
            findings.fault(
                    new Place(source.path(), 1, 1),
                    "",
                    "not YAML: " + e.getMessage(),
                    null,
                    "Expected UTF-8 text of at most " + MAX_CHARACTERS + " characters.");
        }
        return Optional.empty();
    }

    private static @Nullable String remedy(DefinitionSource source, int line) {
        String text = source.content().lines().skip(line).findFirst().orElse("");
        String value = text.substring(text.lastIndexOf(": ") + 1).strip();
        boolean startsLikeCron = value.startsWith("*") || value.startsWith("@");
        if (startsLikeCron || text.toLowerCase(Locale.ROOT).contains("schedule:")) {
            return "A cron expression stands in quotes: schedule: \"*/5 * * * *\".";
        }
        if (text.contains("\t")) {
            return "Indent with spaces, not with tabs.";
        }
        return null;
    }

    /** Leaves merge keys to {@link YamlMapping}: the engine's own way never ends on an anchor that merges itself. */
    private static final class UnmergedSchema extends CoreSchema {
        @Override
        public ScalarResolver getScalarResolver() {
            return new CoreScalarResolver(false);
        }
    }
}
