// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Lists the items of a run. */
@Command(
        name = "items",
        description = "Lists the items of a run, and what can be done to them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ItemsShowCommand.class,
            ItemsEditCommand.class,
            ItemsReinjectCommand.class,
            ItemsDismissCommand.class,
            ItemsRestoreCommand.class
        })
final class ItemsCommand extends RemoteCommand {

    private static final int MOST = 1_000;
    private static final int WIDTH_OF_ERROR = 80;

    // Not required by picocli, which would require it in front of a subcommand as well.
    @Parameters(paramLabel = "RUN", arity = "0..1", description = "id of the run")
    private @Nullable Long run;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--state", paramLabel = "STATE", description = "waiting, done, failed or dismissed")
    private @Nullable String state;

    @Option(names = "--error", paramLabel = "TEXT", description = "part of the error's message, or its SQLSTATE")
    private @Nullable String error;

    @Option(names = "--key", paramLabel = "TEXT", description = "part of the key")
    private @Nullable String key;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "at most so many (default ${DEFAULT-VALUE}, at most 1000)",
            defaultValue = "50")
    private int limit;

    @Override
    int call(ApiClient api) {
        if (run == null) {
            throw new ParameterException(command.commandLine(), "Missing required parameter: 'RUN'");
        }
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("state", state);
        query.put("error", error);
        query.put("key", key);
        query.put("limit", Math.min(limit, MOST));
        JsonNode page = api.get("/api/runs/" + run + "/items" + ApiClient.query(query));
        if (wantsJson()) {
            printJson(page);
            return ExitCode.DONE;
        }
        JsonNode counts = api.get("/api/runs/" + run).path("items");
        if (!counts.isMissingNode() && !counts.isNull()) {
            out().println(line(counts));
        }
        Table table = Table.of(">item", "key", "state", ">attempts", "error");
        for (JsonNode item : page.get("items")) {
            table.row(
                    Human.text(item.get("id")),
                    Human.text(item.get("key")),
                    Human.text(item.get("state")),
                    Human.number(item.get("attempts")),
                    Human.line(item.path("error").path("message"), WIDTH_OF_ERROR));
        }
        table.print(out(), "No item of run " + run + " fits.");
        if (page.hasNonNull("next")) {
            out().println("There are more: --limit N, --state, --error or --key choose.");
        }
        return ExitCode.DONE;
    }

    /** {@code 10,000 read = 9,863 done + 137 failed + 0 dismissed + 0 waiting}. */
    private static String line(JsonNode counts) {
        return "%s read = %s done + %s failed + %s dismissed + %s waiting"
                .formatted(
                        Human.number(counts.get("read")),
                        Human.number(counts.get("done")),
                        Human.number(counts.get("failed")),
                        Human.number(counts.get("dismissed")),
                        Human.number(counts.get("waiting")));
    }
}
