// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Tells what reads what. */
@Command(
        name = "lineage",
        description = "Tells what a table, a view or a job reads and what reads it; without a name, of everything.",
        mixinStandardHelpOptions = true,
        subcommands = LineagePathsCommand.class)
final class LineageCommand extends RemoteCommand {

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "a table, a view, a function, or a job that follows one")
    private @Nullable String name;

    @Option(names = "--depth", paramLabel = "N", description = "how many steps away at most (default: all)")
    private @Nullable Integer depth;

    @Override
    int call(ApiClient api) {
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("around", name);
        query.put("depth", depth);
        return show(api.get("/api/lineage" + ApiClient.query(query)), this::print);
    }

    private void print(JsonNode lineage) {
        LineageTree tree = new LineageTree(lineage, out());
        if (lineage.hasNonNull("around")) {
            tree.printAround(lineage.get("around").asString());
        } else {
            tree.printAll();
        }
        for (JsonNode knot : lineage.get("cycles")) {
            err().println("warning: these depend on each other in a circle: " + String.join(", ", Human.texts(knot)));
        }
        int shown = lineage.get("nodes").size();
        if (!lineage.hasNonNull("around") && shown < lineage.get("total").asInt()) {
            err().println(shown + " of " + lineage.get("total").asInt() + " are shown; name one to see around it");
        }
    }
}
