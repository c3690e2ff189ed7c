// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;

/** Changes the payload of an item. */
@Command(
        name = "edit",
        description = "Changes the payload of a failed or waiting item; re-inject it to send it through again.",
        mixinStandardHelpOptions = true)
final class ItemsEditCommand extends RemoteCommand {

    @Parameters(index = "0", paramLabel = "RUN", description = "id of the run")
    private long run;

    @Parameters(index = "1", paramLabel = "ITEM", description = "number of the item")
    private long item;

    @Option(
            names = "--payload",
            paramLabel = "JSON",
            required = true,
            description = "the whole payload as JSON, or @FILE to read it from")
    private String payload = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail")
    private @Nullable String reason;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    int call(ApiClient api) {
        Map<String, Object> body = new LinkedHashMap<>();
        try {
            body.put("payload", ApiClient.JSON.readTree(text()));
        } catch (JacksonException e) {
            throw new ParameterException(command.commandLine(), "--payload is not JSON: " + e.getOriginalMessage());
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        return show(
                api.put("/api/runs/" + run + "/items/" + item, body),
                edited -> out().println("Item " + item
                        + " of run " + run + " (" + Human.text(edited.get("key"))
                        + ") is changed; send it through again with"
                        + " freshet items reinject " + run + " " + item));
    }

    private String text() {
        if (!payload.startsWith("@")) {
            return payload;
        }
        try {
            return Files.readString(Path.of(payload.substring(1)));
        } catch (IOException e) {
            throw new ParameterException(
                    command.commandLine(), "The file of --payload cannot be read: " + e.getMessage());
        }
    }
}
