// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** A command that sends definitions to a service, once they were found without fault here. */
abstract class DefinitionsCommand extends RemoteCommand {

    @Mixin
    private DefinitionFiles definitions = new DefinitionFiles();

    @Override
    final int call(ApiClient api) {
        Optional<List<Map<String, String>>> files = definitions.read(err());
        if (files.isEmpty()) {
            return ExitCode.WRONG_USAGE;
        }
        return show(api.post(path(), Map.of("files", files.get())), this::print);
    }

    /** Where they are sent. */
    abstract String path();

    /** Prints the answer for people. */
    abstract void print(JsonNode answer);
}
