// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Lists or saves the files a run kept. */
@Command(
        name = "artifacts",
        description = "Lists the files that a run kept: answers of HTTP calls, copies of mails.",
        mixinStandardHelpOptions = true)
final class ArtifactsCommand extends RemoteCommand {

    @Parameters(paramLabel = "RUN", description = "id of a run")
    private long run;

    @Option(names = "--item", paramLabel = "KEY", description = "only those of one item")
    private @Nullable String item;

    @Option(names = "--save", paramLabel = "DIR", description = "saves them into a folder, each under its id and name")
    private @Nullable Path folder;

    @Override
    int call(ApiClient api) {
        ArrayNode all = ApiClient.JSON.createArrayNode();
        String cursor = null;
        do {
            Map<String, @Nullable Object> query = new LinkedHashMap<>();
            query.put("limit", 1_000);
            query.put("cursor", cursor);
            query.put("item", item);
            JsonNode page = api.get("/api/runs/" + run + "/artifacts" + ApiClient.query(query));
            page.get("items").forEach(all::add);
            cursor = page.hasNonNull("next") ? page.get("next").asString() : null;
        } while (cursor != null);
        if (folder != null) {
            all.forEach(artifact -> save(api, artifact, folder));
        }
        if (wantsJson()) {
            printJson(ApiClient.JSON.createObjectNode().set("items", all));
        } else {
            print(all);
        }
        return ExitCode.DONE;
    }

    private void print(ArrayNode artifacts) {
        Table table = Table.of("ID", "NAME", "TYPE", "BYTES", "ITEM", "KEPT");
        for (JsonNode artifact : artifacts) {
            table.row(
                    Human.number(artifact.get("id")),
                    artifact.get("name").asString(),
                    artifact.get("media_type").asString(),
                    Human.number(artifact.get("size")),
                    Human.text(artifact.path("item_key")),
                    artifact.hasNonNull("left_out")
                            ? "not kept: " + artifact.get("left_out").asString()
                            : Human.distance(artifact.get("kept_at"), now()));
        }
        table.print(out(), "Run " + run + " kept nothing.");
    }

    private void save(ApiClient api, JsonNode artifact, Path into) {
        if (artifact.hasNonNull("left_out")) {
            err().println("Artifact " + artifact.get("id").asLong() + " is not kept: "
                    + artifact.get("left_out").asString());
            return;
        }
        long id = artifact.get("id").asLong();
        // The id makes it one of its kind; a name cannot lead out of the folder.
        Path file = into.resolve(id + "-" + artifact.get("name").asString().replaceAll("[/\\\\\\p{Cntrl}]", "_"));
        try {
            Files.createDirectories(into);
            Files.write(file, api.bytes("/api/artifacts/" + id));
            err().println("Saved " + file);
        } catch (IOException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT, "The file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
