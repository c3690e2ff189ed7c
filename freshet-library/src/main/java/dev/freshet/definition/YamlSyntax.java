// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
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
            if (hasTag(source, settings, findings)) {
                return Optional.empty();
            }
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

    /** Tags say nothing in these files, and {@code !!merge} would wake the engine's own merging. */
    private static boolean hasTag(DefinitionSource source, LoadSettings settings, Findings findings) {
        for (Event event : new Parse(settings).parseString(source.content())) {
            if (event instanceof ScalarEvent scalar && scalar.getTag().isPresent()) {
                int line = scalar.getStartMark().map(Mark::getLine).orElse(0);
                int column = scalar.getStartMark().map(Mark::getColumn).orElse(0);
                findings.fault(
                        new Place(source.path(), line + 1, column + 1),
                        "",
                        "YAML tags such as " + scalar.getTag().get() + " have no meaning here",
                        null,
                        "Remove the tag.");
                return true;
            }
        }
        return false;
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
